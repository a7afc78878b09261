using Compare.Reference.Optimizers;
using Compare.Sides;

namespace Compare.Tests.Checks.Gradients;

/// <summary>
/// A third implementation of the autoencoder's gradient, in plain loops over double that share nothing with the other two, and
/// with one mistake on request.
/// </summary>
public sealed class MistakenSide(Mistake mistake) : ISide
{
    public string Name => "somebody's program";

    public GradientTrace Gradient(Problem problem)
    {
        var p = AutoencoderProblem.Of(problem);
        int d = p.Inputs,
            k = p.Hidden;
        var dW1 = new double[k * d];
        var dW2 = new double[d * k];
        double loss = 0;
        var images =
            mistake == Mistake.FirstImageOnly ? 1
            : mistake == Mistake.LastImageMissing ? p.Batch - 1
            : p.Batch;
        for (var i = 0; i < images; i++)
        {
            var x = p.X.AsSpan(i * d, d);
            double[] a = new double[k],
                z = new double[k],
                r = new double[d];
            for (var l = 0; l < k; l++)
            {
                for (var m = 0; m < d; m++)
                    a[l] += p.W1[l * d + m] * x[m];
                z[l] = Activate(p.Activation, a[l]);
            }
            for (var j = 0; j < d; j++)
            {
                double y = 0;
                for (var l = 0; l < k; l++)
                    y += p.W2[j * k + l] * z[l];
                r[j] = mistake switch
                {
                    Mistake.ErrorReversed => x[j] - y,
                    Mistake.ErrorNotReconstructed => y,
                    Mistake.ResidualRoundedToFloat => (float)(y - x[j]),
                    _ => y - x[j],
                };
                loss += (y - x[j]) * (y - x[j]) / (mistake == Mistake.LossWithoutHalf ? p.Batch : 2 * p.Batch);
            }
            for (var j = 0; j < d; j++)
            for (var l = 0; l < k; l++)
                dW2[j * k + l] += r[j] * (mistake == Mistake.DecoderGradientWithoutActivation ? a[l] : z[l]) / p.Batch;
            for (var l = 0; l < k; l++)
            {
                double back = 0;
                for (var j = 0; j < (mistake == Mistake.FirstPixelOfTheErrorOnly ? 1 : d); j++)
                {
                    var weight = mistake switch
                    {
                        // The same memory read as a k x d matrix.
                        Mistake.W2Transposed => p.W2[l * d + j],
                        Mistake.UpdatedW2ForTheEncoder => p.W2[j * k + l] - 0.005 * r[j] * z[l],
                        _ => p.W2[j * k + l],
                    };
                    back += r[j] * weight;
                }
                var slope = Slope(p.Activation, a[l]);
                var factor = mistake switch
                {
                    Mistake.DerivativeMissing => 1,
                    Mistake.DerivativeAtActivation => Slope(p.Activation, z[l]),
                    Mistake.DerivativeOfTanhForSigmoid => 1 - z[l] * z[l],
                    Mistake.DerivativeAppliedTwice => slope * slope,
                    _ => slope,
                };
                for (var m = 0; m < d; m++)
                    dW1[l * d + m] += back * factor * x[m] / p.Batch;
            }
        }
        Spoil(dW1, dW2, p);
        return new GradientTrace(loss, [new Tensor("dW1", k, d, dW1), new Tensor("dW2", d, k, dW2)]);
    }

    public ITraining Start(ModelSpec model, Precision precision, IReadOnlyList<Tensor> parameters, Optimizer rule) =>
        throw new NotSupportedException();

    private void Spoil(double[] dW1, double[] dW2, AutoencoderProblem p)
    {
        void Scale(double[] gradient, double factor)
        {
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] *= factor;
        }
        void Both(double factor)
        {
            Scale(dW1, factor);
            Scale(dW2, factor);
        }
        switch (mistake)
        {
            case Mistake.SignOfW1:
                Scale(dW1, -1);
                break;
            case Mistake.SignOfW2:
                Scale(dW2, -1);
                break;
            case Mistake.FactorTwo:
                Both(2);
                break;
            case Mistake.FactorHalf:
                Both(0.5);
                break;
            case Mistake.FactorBatch:
                Both(p.Batch);
                break;
            case Mistake.MeanTakenTwice:
                Both(1.0 / p.Batch);
                break;
            case Mistake.SumOverPixelsAveraged:
                Both(1.0 / p.Inputs);
                break;
            case Mistake.W1GradientTransposed:
                var copy = (double[])dW1.Clone();
                for (var l = 0; l < p.Hidden; l++)
                for (var m = 0; m < p.Inputs; m++)
                    dW1[m * p.Hidden + l] = copy[l * p.Inputs + m];
                break;
            case Mistake.OneElementOffByOneBitInTenMillion:
                var largest = Array.IndexOf(dW2, dW2.MaxBy(Math.Abs));
                dW2[largest] *= 1 + 1e-7;
                break;
        }
    }

    private static double Activate(string activation, double a) =>
        activation switch
        {
            "relu" => Math.Max(0, a),
            "sigmoid" => 1 / (1 + Math.Exp(-a)),
            "tanh" => Math.Tanh(a),
            "identity" => a,
            _ => -a,
        };

    private static double Slope(string activation, double a)
    {
        var s = Activate(activation, a);
        return activation switch
        {
            "relu" => a > 0 ? 1 : 0,
            "sigmoid" => s * (1 - s),
            "tanh" => 1 - s * s,
            "identity" => 1,
            _ => -1,
        };
    }
}
