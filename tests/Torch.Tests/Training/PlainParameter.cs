using Compare.Torch.Training;

namespace Compare.Torch.Tests.Training;

/// <summary>One number and the update rules of torch.optim's documentation, as they stand there.</summary>
internal sealed class PlainParameter(double theta)
{
    private double _m;
    private double _v;
    private double _vMax;
    private double _r = double.NaN;
    private double _a;

    public double Theta { get; private set; } = theta;

    public double Slot(string name) =>
        name switch
        {
            "m" => _m,
            "v" => _v,
            "vMax" => _vMax,
            "r" => _r,
            _ => _a,
        };

    public void Update(TorchRule rule, double g, int t)
    {
        g += rule.WeightDecay * Theta;
        switch (rule)
        {
            case TorchSgd { Momentum: 0 }:
                Theta -= rule.LearningRate * g;
                break;
            case TorchSgd sgd:
                _m = t == 1 ? g : sgd.Momentum * _m + (1 - sgd.Dampening) * g;
                Theta -= rule.LearningRate * (sgd.Nesterov ? g + sgd.Momentum * _m : _m);
                break;
            case TorchRmsProp rmsProp:
                if (double.IsNaN(_r))
                    _r = 0;
                _r = rmsProp.Alpha * _r + (1 - rmsProp.Alpha) * g * g;
                _a = rmsProp.Alpha * _a + (1 - rmsProp.Alpha) * g;
                var x = Math.Sqrt(rmsProp.Centred ? _r - _a * _a : _r) + rmsProp.Epsilon;
                _m = rmsProp.Momentum * _m + g / x;
                Theta -= rule.LearningRate * _m;
                break;
            case TorchAdam adam:
                _m = adam.Beta1 * _m + (1 - adam.Beta1) * g;
                _v = adam.Beta2 * _v + (1 - adam.Beta2) * g * g;
                _vMax = Math.Max(_vMax, _v);
                var mHat = _m / (1 - Math.Pow(adam.Beta1, t));
                var vHat = (adam.AmsGrad ? _vMax : _v) / (1 - Math.Pow(adam.Beta2, t));
                Theta -= rule.LearningRate * mHat / (Math.Sqrt(vHat) + adam.Epsilon);
                break;
            case TorchAdaGrad adaGrad:
                if (double.IsNaN(_r))
                    _r = adaGrad.InitialAccumulator;
                _r += g * g;
                Theta -=
                    rule.LearningRate
                    / (1 + (t - 1) * adaGrad.LearningRateDecay)
                    * g
                    / (Math.Sqrt(_r) + adaGrad.Epsilon);
                break;
        }
    }
}
