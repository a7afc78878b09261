using System.Globalization;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>Says whether the weights of a linear autoencoder, made by whatever program, are PCA of its data, and why they are not.</summary>
/// <remarks>
/// Weights are PCA if no weights have a smaller loss: any basis of the leading subspace, and an encoder that undoes the decoder. The bound
/// follows from the precision of the weights; whoever trains knows better how near is near enough, and names it.
/// </remarks>
public static class PcaCheck
{
    private const string Weights = "somebody's program";
    private const string AsGiven = "the given weights";

    /// <summary>Checks weights on images whose pixels are byte / 255 - 1/2, as the homework has them.</summary>
    /// <param name="images">The images.</param>
    /// <param name="w1">Encoder, shape (k x d), row after row.</param>
    /// <param name="w2">Decoder, shape (d x k), row after row.</param>
    /// <param name="isNegative">Whether the activation is s(a) = -a rather than s(a) = a.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    /// <param name="eigensolver">Who decomposes the second moments; from scratch where nobody is given, which takes half a minute at d = 784.</param>
    /// <param name="lossGap">How far above the minimum the loss may be, as a share of the minimum; null for what the precision of the weights explains.</param>
    /// <param name="angle">
    /// The largest angle allowed between the column space of W2 and PCA's, in degrees; null for any where a loss gap is named, and for what
    /// the precision explains otherwise.
    /// </param>
    /// <returns>The certificate.</returns>
    /// <exception cref="ArgumentException">The weights do not fit the images or are not finite, or k is not below d.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A loss gap or an angle is negative or not a number.</exception>
    public static PcaCertificate Of(
        ImageSet images,
        double[] w1,
        double[] w2,
        bool isNegative = false,
        int threads = 1,
        Eigensolver? eigensolver = null,
        double? lossGap = null,
        double? angle = null
    )
    {
        var (uncentred, centred, _) = SecondMoments.Of(images, threads);
        return Of(uncentred, () => centred, w1, w2, isNegative, threads, eigensolver, Tolerance(lossGap, angle));
    }

    /// <summary>Checks weights on any rows of numbers.</summary>
    /// <param name="x">X, shape (N x d), row after row; not centred by this check.</param>
    /// <param name="inputs">d.</param>
    /// <param name="w1">Encoder, shape (k x d), row after row.</param>
    /// <param name="w2">Decoder, shape (d x k), row after row.</param>
    /// <param name="isNegative">Whether the activation is s(a) = -a rather than s(a) = a.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    /// <param name="eigensolver">Who decomposes the second moments; from scratch where nobody is given, which takes half a minute at d = 784.</param>
    /// <param name="lossGap">How far above the minimum the loss may be, as a share of the minimum; null for what the precision of the weights explains.</param>
    /// <param name="angle">
    /// The largest angle allowed between the column space of W2 and PCA's, in degrees; null for any where a loss gap is named, and for what
    /// the precision explains otherwise.
    /// </param>
    /// <returns>The certificate.</returns>
    /// <exception cref="ArgumentException">The weights do not fit the rows or are not finite, or k is not below d.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A loss gap or an angle is negative or not a number.</exception>
    /// <remarks>The second moments are added up in double-double, which takes about N d^2 / 10^8 seconds.</remarks>
    public static PcaCertificate Of(
        ReadOnlySpan<double> x,
        int inputs,
        double[] w1,
        double[] w2,
        bool isNegative = false,
        int threads = 1,
        Eigensolver? eigensolver = null,
        double? lossGap = null,
        double? angle = null
    )
    {
        var moments = SecondMoments.Of(x, inputs, threads);
        var rows = x.ToArray();
        return Of(
            moments,
            () => moments.Centred(rows),
            w1,
            w2,
            isNegative,
            threads,
            eigensolver,
            Tolerance(lossGap, angle)
        );
    }

    private static PcaTolerance Tolerance(double? lossGap, double? angle)
    {
        foreach (var (value, name) in new[] { (lossGap, nameof(lossGap)), (angle, nameof(angle)) })
            if (value is { } given && !(given >= 0))
                throw new ArgumentOutOfRangeException(name, "It must be 0 or more.");
        return new PcaTolerance(lossGap, angle);
    }

    private static PcaCertificate Of(
        SecondMoments moments,
        Func<SecondMoments> centred,
        double[] w1,
        double[] w2,
        bool isNegative,
        int threads,
        Eigensolver? eigensolver,
        PcaTolerance tolerance
    )
    {
        var d = moments.S.Rows;
        var k = w1.Length / d;
        if (k < 1 || k >= d || w1.Length != k * d || w2.Length != w1.Length)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{w1.Length} and {w2.Length} weights are no k x {d} and {d} x k matrices with k from 1 to {d - 1}."
                )
            );
        if (!w1.All(double.IsFinite) || !w2.All(double.IsFinite))
            throw new ArgumentException("A weight is not finite.");
        var (encoder, decoder) = (Matrix<double>.From(w1, k, d), Matrix<double>.From(w2, d, k));
        var solver = eigensolver ?? Eigensolver.FromScratch;
        var spectrum = Spectrum.Of(moments, solver, threads);
        var optimum = spectrum.Optimum(k);
        var verdict = new PcaJudge(
            spectrum,
            new Lazy<Spectrum>(() => Spectrum.Of(centred(), solver, threads)),
            new Lazy<Spectrum>(() => Spectrum.Of(centred().Standardised(), solver, threads)),
            threads
        ).Judge(encoder, decoder, isNegative, tolerance);
        var position = verdict.Position;
        var run = new PcaRun
        {
            Model = new AutoencoderSpec(Activation.Linear(isNegative ? -1 : 1), d, k),
            Side = Weights,
            Optimum = optimum,
            Loss = optimum.Minimum.Hi + position.LossGap,
            Epochs = [position],
            TrainedW1 = encoder,
            TrainedW2 = decoder,
            End = (encoder, decoder),
        };
        var finding = PcaFindings.IsPca(run, verdict, AsGiven);
        return new PcaCertificate
        {
            IsPca = finding.Status is Status.Agrees or Status.Rounding,
            Reason = finding.Cause,
            LossBound = verdict.LossBound,
            Eigenvalues = [.. optimum.Rayleigh.Select(value => value.Hi)],
            EigenvalueBound = optimum.ValueBound,
            Minimum = optimum.Minimum.Hi,
            MinimumBound = optimum.MinimumBound,
            LossGap = position.LossGap,
            Sines = [.. position.SquaredSines.Select(Math.Sqrt)],
            SineBound = optimum.Sine,
            Distance = position.Distance,
            Held = position.Held(),
            Check = new CheckResult($"{run.Model.Words} against PCA", [finding, PcaFindings.Certificate(optimum)]),
        };
    }
}
