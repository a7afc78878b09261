using Compare.Reference.Numerics;

namespace Compare.Checks.Pca;

/// <summary>What the biases of a linear autoencoder cost: half the square of what the mean row is reconstructed wrongly by.</summary>
/// <param name="Cost">The cost.</param>
/// <param name="Bound">What the precision of weights and biases explains of it.</param>
internal readonly record struct PcaOffset(double Cost, double Bound)
{
    /// <summary>Measures.</summary>
    /// <param name="mean">m, the mean row, shape (d).</param>
    /// <param name="model">The model.</param>
    /// <param name="roundoff">The unit roundoff of its weights.</param>
    /// <returns>The cost of (P.14) and its bound by (P.15).</returns>
    public static PcaOffset Of(DoubleDouble[] mean, PcaModel model, double roundoff)
    {
        var d = mean.Length;
        var k = model.W1.Length / d;
        var sign = DoubleDouble.FromDouble(model.IsNegative ? -1 : 1);
        var code = new DoubleDouble[k];
        var codeMagnitude = new double[k];
        for (var j = 0; j < k; j++)
        {
            var bias = model.EncoderBias?[j] ?? 0;
            (code[j], codeMagnitude[j]) = (DoubleDouble.FromDouble(bias), Math.Abs(bias));
            for (var i = 0; i < d; i++)
            {
                code[j] += DoubleDouble.FromDouble(model.W1[j * d + i]) * mean[i];
                codeMagnitude[j] += Math.Abs(model.W1[j * d + i] * mean[i].Hi);
            }
        }
        double cost = 0,
            bound = 0;
        for (var i = 0; i < d; i++)
        {
            var bias = model.DecoderBias?[i] ?? 0;
            var error = mean[i] - DoubleDouble.FromDouble(bias);
            var magnitude = Math.Abs(mean[i].Hi) + Math.Abs(bias);
            for (var j = 0; j < k; j++)
            {
                error -= sign * DoubleDouble.FromDouble(model.W2[i * k + j]) * code[j];
                magnitude += Math.Abs(model.W2[i * k + j]) * codeMagnitude[j];
            }
            var e = DoubleDouble.ToDouble(error);
            cost += e * e / 2; // (P.14)
            var allowed = PcaTolerance.Roundings(d) * roundoff * magnitude; // (P.15)
            bound += allowed * allowed / 2;
        }
        return new PcaOffset(cost, bound);
    }
}
