namespace Compare.Torch.Tests.Models;

/// <summary>The loss of Eq. (1) in plain loops, and its derivatives by differences: an oracle without libtorch and without a derivation.</summary>
internal sealed record PlainAutoencoder(string Activation, int D, int K, int B, double[] X, double[] W1, double[] W2)
{
    private const double Step = 1.0 / 256;
    private const double Epsilon = 2.220446049250313e-16; // 2^-52

    public static PlainAutoencoder Example(string activation, int d = 4, int k = 3, int batch = 2)
    {
        var random = new Random(2);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        return new PlainAutoencoder(activation, d, k, batch, Numbers(batch * d), Numbers(k * d), Numbers(d * k));
    }

    public double Loss()
    {
        var sum = 0.0;
        for (var i = 0; i < B; i++)
        for (var p = 0; p < D; p++)
        {
            var y = 0.0;
            for (var j = 0; j < K; j++)
                y += S(PreActivation(i, j)) * W2[p * K + j];
            sum += (y - X[i * D + p]) * (y - X[i * D + p]);
        }
        return sum / (2 * B);
    }

    public double PreActivation(int image, int unit)
    {
        var a = 0.0;
        for (var p = 0; p < D; p++)
            a += X[image * D + p] * W1[unit * D + p];
        return a;
    }

    /// <summary>Derivative by one weight: central differences at h, h/2, h/4, extrapolated once, with a bound on the error.</summary>
    public (double Value, double Error) Derivative(double[] weights, int index)
    {
        double Difference(double h)
        {
            var kept = weights[index];
            weights[index] = kept + h;
            var above = Loss();
            weights[index] = kept - h;
            var below = Loss();
            weights[index] = kept;
            return (above - below) / (2 * h);
        }
        var (coarse, middle, fine) = (Difference(Step), Difference(Step / 2), Difference(Step / 4));
        var first = (4 * middle - coarse) / 3;
        var second = (4 * fine - middle) / 3;
        // The error of `first` is about 16 times that of `second`; each loss carries some D*K roundings, divided by the step.
        var rounding = 4 * D * K * Epsilon * Loss() / (Step / 4);
        return (second, Math.Abs(second - first) + rounding);
    }

    private double S(double a) =>
        Activation switch
        {
            "identity" => a,
            "negative" => -a,
            "relu" => a > 0 ? a : 0,
            "sigmoid" => 1 / (1 + Math.Exp(-a)),
            "tanh" => Math.Tanh(a),
            _ => throw new ArgumentException(Activation),
        };
}
