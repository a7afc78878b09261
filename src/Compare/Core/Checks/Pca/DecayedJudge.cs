using System.Globalization;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>
/// Decides whether weights are the optimum of a linear autoencoder with weight decay on both matrices, which is PCA, each component shrunken
/// by its eigenvalue (P.16, P.17); and says why they are not.
/// </summary>
/// <param name="given">Spectrum of the data that the weights are for.</param>
/// <param name="encoderDecay">Of W1, above 0.</param>
/// <param name="decoderDecay">Of W2, above 0.</param>
/// <param name="threads">Greatest number of threads.</param>
internal sealed class DecayedJudge(Spectrum given, double encoderDecay, double decoderDecay, int threads)
{
    /// <summary>Relative distance up to which two shrinkages are one.</summary>
    private const double Same = 1e-4;

    private DoubleDouble Tau =>
        DoubleDouble.Sqrt(DoubleDouble.FromDouble(encoderDecay) * DoubleDouble.FromDouble(decoderDecay));

    /// <summary>The optimum with its decay: the minimum of loss and decay together.</summary>
    /// <param name="k">Hidden units.</param>
    /// <returns>The eigenvectors, and that minimum, which the bound of PCA's own holds for as well.</returns>
    public Optimum Optimum(int k)
    {
        var optimum = given.Optimum(k);
        var (least, tau, two) = (given.Moments.Trace(), Tau, DoubleDouble.FromDouble(2));
        foreach (var value in optimum.Rayleigh)
            if (value > tau)
                least -= (value - tau) * (value - tau) / value; // (P.16)
        return optimum with { Minimum = least / two };
    }

    /// <summary>Decides.</summary>
    /// <param name="w1">Encoder, shape (k x d).</param>
    /// <param name="w2">Decoder, shape (d x k).</param>
    /// <param name="isNegative">Whether s(a) = -a.</param>
    /// <param name="offset">What the biases cost.</param>
    /// <param name="tolerance">How near they must come; an angle alone says nothing here, and counts besides the loss.</param>
    /// <returns>The verdict, with the reason if they are not.</returns>
    public PcaVerdict Judge(
        Matrix<double> w1,
        Matrix<double> w2,
        bool isNegative,
        PcaOffset offset,
        PcaTolerance tolerance
    )
    {
        var optimum = Optimum(w1.Rows);
        var position = Position.Exactly(optimum, w1, w2, isNegative, threads);
        var derived = Bound(optimum, w1, w2) + offset.Bound;
        var verdict = new PcaVerdict(
            position with
            {
                LossGap = Gap(optimum, w1, w2, isNegative) + offset.Cost,
            },
            (tolerance.LossGap ?? 0) * Math.Max(0, optimum.Minimum.Hi) + derived,
            tolerance.Angle is { } angle ? Math.Sin(Math.Clamp(angle, 0, 90) * Math.PI / 180) + optimum.Sine : 1,
            IsDerived: tolerance is { LossGap: null, Angle: null },
            Cause: null
        );
        return verdict.IsPca
            ? verdict
            : verdict with
            {
                Cause = Reason(optimum, w1, w2, isNegative, offset, derived, verdict),
            };
    }

    /// <summary>Loss and decay above their minimum.</summary>
    private double Gap(Optimum optimum, Matrix<double> w1, Matrix<double> w2, bool isNegative)
    {
        var model = new LinearAutoencoder<DoubleDouble>(
            given.Moments.S,
            Subspace.Exact(w1),
            Subspace.Exact(w2),
            isNegative
        )
        {
            Threads = threads,
        };
        return DoubleDouble.ToDouble(
            model.Loss() - optimum.Minimum + Decay(encoderDecay, w1) + Decay(decoderDecay, w2)
        );
    }

    private static DoubleDouble Decay(double decay, Matrix<double> weights)
    {
        var sum = DoubleDouble.Zero;
        foreach (var w in weights.Elements)
            sum += DoubleDouble.FromDouble(w) * DoubleDouble.FromDouble(w);
        return sum * DoubleDouble.FromDouble(decay) / DoubleDouble.FromDouble(2);
    }

    /// <summary>How far above the minimum the optimum in the precision of the weights can be (P.18).</summary>
    private double Bound(Optimum optimum, Matrix<double> w1, Matrix<double> w2)
    {
        var u = PcaTolerance.Roundings(w2.Rows) * Math.Min(PcaJudge.UnitOf(w1), PcaJudge.UnitOf(w2));
        var error = u * optimum.Values[0];
        double tilts = 0;
        for (var i = 0; i < optimum.K; i++)
        for (var j = i + 1; j <= optimum.K; j++)
        {
            var gap = j == optimum.K ? optimum.Gap : optimum.Values[i] - optimum.Values[j];
            tilts += gap > 0 ? Math.Min(error * error / (2 * gap), error) : error;
        }
        var (encoder, decoder) = (PcaJudge.Norm(w1), PcaJudge.Norm(w2));
        return tilts
            + u * u * encoder * decoder * (encoder * decoder * given.Moments.Trace().Hi + optimum.Values[0])
            + u * u * (encoderDecay * encoder * encoder + decoderDecay * decoder * decoder) // (P.18)
            + optimum.MinimumBound;
    }

    private Cause Reason(
        Optimum optimum,
        Matrix<double> w1,
        Matrix<double> w2,
        bool isNegative,
        PcaOffset offset,
        double bound,
        PcaVerdict verdict
    )
    {
        if (offset.Cost > 0 && verdict.Position.LossGap - offset.Cost <= bound)
            return PcaJudge.BiasOff;
        if (new PcaJudge(given, null, null, threads).IsPca(w1, w2, isNegative))
            return new Cause(
                "not-shrunken",
                "they are PCA without weight decay: decay shrinks the best weights, and these are not shrunken",
                "P.17",
                "train with the decay that is named, or name none"
            );
        return Rebalanced(optimum, w1, w2, isNegative)
            ?? OtherDecay(w1, w2, isNegative)
            ?? new Cause(
                "not-trained",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the weights are on their way to the optimum or elsewhere: loss and decay are {verdict.Position.LossGap:0.0e+00} above their minimum {optimum.Minimum.Hi:0.000000}"
                ),
                "P.16",
                "train on; or name the loss gap that is near enough"
            );
    }

    /// <summary>The product is right, and one matrix is too large by what the other is too small.</summary>
    private Cause? Rebalanced(Optimum optimum, Matrix<double> w1, Matrix<double> w2, bool isNegative)
    {
        // Decay is least where both matrices have the same share of it.
        var scale = Math.Sqrt(Math.Sqrt(decoderDecay / encoderDecay) * PcaJudge.Norm(w2) / PcaJudge.Norm(w1));
        if (!double.IsFinite(scale) || scale == 0)
            return null;
        var (balanced1, balanced2) = (Times(w1, scale), Times(w2, 1 / scale));
        return Gap(optimum, balanced1, balanced2, isNegative) <= Rounded(Bound(optimum, balanced1, balanced2))
            ? new Cause(
                "unbalanced",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"W2 W1 is right, but the decay of both is least where W1 is {scale:0.######} times as large, and W2 as many times smaller"
                ),
                "P.17",
                "the decay of W1 and of W2 must be those that the weights were trained with"
            )
            : null;
    }

    /// <summary>They are the optimum for decays that are some other multiple of these.</summary>
    private Cause? OtherDecay(Matrix<double> w1, Matrix<double> w2, bool isNegative)
    {
        var optimum = given.Optimum(w1.Rows);
        var sign = isNegative ? -1 : 1;
        // 1 - q of the first component, q = u' (W2 W1) u, is the shrinkage (P.17).
        double q = 0;
        for (var j = 0; j < w1.Rows; j++)
        {
            double into = 0,
                outOf = 0;
            for (var i = 0; i < w1.Columns; i++)
            {
                into += w1[j, i] * optimum.U[i, 0].Hi;
                outOf += w2[i, j] * optimum.U[i, 0].Hi;
            }
            q += sign * into * outOf;
        }
        var factor = (1 - q) * optimum.Rayleigh[0].Hi / DoubleDouble.ToDouble(Tau);
        if (!(factor > 0) || Math.Abs(factor - 1) < Same)
            return null;
        var other = new DecayedJudge(given, factor * encoderDecay, factor * decoderDecay, threads);
        var ofOther = other.Optimum(w1.Rows);
        return other.Gap(ofOther, w1, w2, isNegative) <= Rounded(other.Bound(ofOther, w1, w2))
            ? new Cause(
                "another-decay",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"they are the optimum for {factor:0.######} times these decays: a loss that is summed or averaged otherwise, or without its half, makes such a factor"
                ),
                "P.16",
                "name the decay relative to half the squared error per row"
            )
            : null;
    }

    /// <summary>A factor is known to fewer digits than the weights.</summary>
    private static double Rounded(double bound) => 1e4 * bound;

    private static Matrix<double> Times(Matrix<double> matrix, double factor)
    {
        var result = matrix.Copy();
        foreach (ref var element in result.Elements)
            element *= factor;
        return result;
    }
}
