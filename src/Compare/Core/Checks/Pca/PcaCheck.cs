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
        var at = Array.FindIndex(rows, value => !double.IsFinite(value));
        if (at >= 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Row {at / inputs} has a number that is not finite, in column {at % inputs}."
                ),
                nameof(x)
            );
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

    /// <summary>Checks a model with biases, weight decay, or a mean and a scale of its own, on rows of numbers.</summary>
    /// <param name="x">X, shape (N x d).</param>
    /// <param name="model">The weights, and what belongs to them.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    /// <param name="eigensolver">Who decomposes the second moments; from scratch where nobody is given, which takes half a minute at d = 784.</param>
    /// <param name="lossGap">How far above the minimum the loss may be, as a share of the minimum; null for what the precision of the weights explains.</param>
    /// <param name="angle">
    /// The largest angle allowed between the column space of W2 and PCA's, in degrees; null for any where a loss gap is named, and for what
    /// the precision explains otherwise.
    /// </param>
    /// <returns>
    /// The certificate of the optimum that belongs to that model: PCA, PCA less the mean where there are biases, shrunken PCA where both
    /// matrices decay. Where one of them alone decays no weights are optimal, and nothing is decided.
    /// </returns>
    /// <exception cref="ArgumentException">Arrays do not fit the rows or are not finite, k is not below d, or a scale is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A decay, a loss gap or an angle is negative or not a number.</exception>
    public static PcaCertificate Of(
        double[,] x,
        PcaModel model,
        int threads = 1,
        Eigensolver? eigensolver = null,
        double? lossGap = null,
        double? angle = null
    )
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(model);
        var tolerance = Tolerance(lossGap, angle);
        var d = x.GetLength(1);
        var (encoder, decoder) = Matrices(model.W1, model.W2, d);
        Require(model, d, encoder.Rows);
        var rows = Prepared(x, model);
        var moments = SecondMoments.Of(rows, d, threads);
        var solver = eigensolver ?? Eigensolver.FromScratch;
        Lazy<Spectrum> centred = new(() => Spectrum.Of(moments.Centred(rows), solver, threads));
        Lazy<Spectrum> uncentred = new(() => Spectrum.Of(moments, solver, threads));
        var spectrum = model.HasBias ? centred.Value : uncentred.Value;
        var offset = model.HasBias
            ? PcaOffset.Of(
                SecondMoments.MeanOf(rows, d),
                model,
                Math.Min(PcaJudge.UnitOf(encoder), PcaJudge.UnitOf(decoder))
            )
            : default;
        if (model is { EncoderDecay: > 0, DecoderDecay: > 0 })
        {
            var judge = new DecayedJudge(spectrum, model.EncoderDecay, model.DecoderDecay, threads);
            return Certificate(
                judge.Optimum(encoder.Rows),
                judge.Judge(encoder, decoder, model.IsNegative, offset, tolerance),
                encoder,
                decoder,
                model.IsNegative
            );
        }
        var verdict = new PcaJudge(
            spectrum,
            model.HasBias ? null : centred,
            new Lazy<Spectrum>(() => Spectrum.Of(moments.Centred(rows).Standardised(), solver, threads)),
            threads,
            model.HasBias ? uncentred : null
        ).Judge(encoder, decoder, model.IsNegative, tolerance, offset);
        var certificate = Certificate(spectrum.Optimum(encoder.Rows), verdict, encoder, decoder, model.IsNegative);
        return model is { EncoderDecay: 0, DecoderDecay: 0 } ? certificate : certificate.WithoutOptimum();
    }

    private static void Require(PcaModel model, int d, int k)
    {
        foreach (
            var (array, length, name) in new[]
            {
                (model.EncoderBias, k, nameof(model.EncoderBias)),
                (model.DecoderBias, d, nameof(model.DecoderBias)),
                (model.Mean, d, nameof(model.Mean)),
                (model.Scale, d, nameof(model.Scale)),
            }
        )
            if (array is not null && (array.Length != length || !array.All(double.IsFinite)))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"{name} has {array.Length} numbers; it must have {length}, all finite."
                    ),
                    nameof(model)
                );
        if (model.Scale?.Contains(0) == true)
            throw new ArgumentException(
                "A scale is 0: leave columns that never vary as they are, with 1.",
                nameof(model)
            );
        foreach (var decay in new[] { model.EncoderDecay, model.DecoderDecay })
            if (!(decay >= 0 && double.IsFinite(decay)))
                throw new ArgumentOutOfRangeException(nameof(model), "A decay is finite and 0 or more.");
    }

    /// <summary>The rows as they go in.</summary>
    private static double[] Prepared(double[,] x, PcaModel model)
    {
        var d = x.GetLength(1);
        var rows = new double[x.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var value = x[i / d, i % d];
            if (!double.IsFinite(value))
                throw new ArgumentException(
                    FormattableString.Invariant($"Row {i / d} has a number that is not finite, in column {i % d}."),
                    nameof(x)
                );
            rows[i] = (value - (model.Mean?[i % d] ?? 0)) / (model.Scale?[i % d] ?? 1);
        }
        return rows;
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
        var (encoder, decoder) = Matrices(w1, w2, moments.S.Rows);
        var solver = eigensolver ?? Eigensolver.FromScratch;
        var spectrum = Spectrum.Of(moments, solver, threads);
        var verdict = new PcaJudge(
            spectrum,
            new Lazy<Spectrum>(() => Spectrum.Of(centred(), solver, threads)),
            new Lazy<Spectrum>(() => Spectrum.Of(centred().Standardised(), solver, threads)),
            threads
        ).Judge(encoder, decoder, isNegative, tolerance);
        return Certificate(spectrum.Optimum(encoder.Rows), verdict, encoder, decoder, isNegative);
    }

    private static (Matrix<double> Encoder, Matrix<double> Decoder) Matrices(double[] w1, double[] w2, int d)
    {
        ArgumentNullException.ThrowIfNull(w1);
        ArgumentNullException.ThrowIfNull(w2);
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
        return (Matrix<double>.From(w1, k, d), Matrix<double>.From(w2, d, k));
    }

    private static PcaCertificate Certificate(
        Optimum optimum,
        PcaVerdict verdict,
        Matrix<double> encoder,
        Matrix<double> decoder,
        bool isNegative
    )
    {
        var position = verdict.Position;
        var run = new PcaRun
        {
            Model = new AutoencoderSpec(Activation.Linear(isNegative ? -1 : 1), decoder.Rows, encoder.Rows),
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
