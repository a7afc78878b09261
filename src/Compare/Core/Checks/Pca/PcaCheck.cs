using System.Globalization;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>Holds the weights of a linear autoencoder, trained by whatever program, against PCA of its images.</summary>
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
    /// <returns>The certificate.</returns>
    /// <exception cref="ArgumentException">The weights do not fit the images, k is not below d, or the columns of W2 are linearly dependent.</exception>
    public static PcaCertificate Of(
        ImageSet images,
        double[] w1,
        double[] w2,
        bool isNegative = false,
        int threads = 1,
        Eigensolver? eigensolver = null
    ) => Of(SecondMoments.Of(images, threads).Uncentred, w1, w2, isNegative, threads, eigensolver);

    /// <summary>Checks weights on any rows of numbers.</summary>
    /// <param name="x">X, shape (N x d), row after row; not centred by this check.</param>
    /// <param name="inputs">d.</param>
    /// <param name="w1">Encoder, shape (k x d), row after row.</param>
    /// <param name="w2">Decoder, shape (d x k), row after row.</param>
    /// <param name="isNegative">Whether the activation is s(a) = -a rather than s(a) = a.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    /// <param name="eigensolver">Who decomposes the second moments; from scratch where nobody is given, which takes half a minute at d = 784.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="ArgumentException">The weights do not fit the rows, k is not below d, or the columns of W2 are linearly dependent.</exception>
    /// <remarks>The second moments are added up in double-double, which takes about N d^2 / 10^8 seconds.</remarks>
    public static PcaCertificate Of(
        ReadOnlySpan<double> x,
        int inputs,
        double[] w1,
        double[] w2,
        bool isNegative = false,
        int threads = 1,
        Eigensolver? eigensolver = null
    ) => Of(SecondMoments.Of(x, inputs, threads), w1, w2, isNegative, threads, eigensolver);

    private static PcaCertificate Of(
        SecondMoments moments,
        double[] w1,
        double[] w2,
        bool isNegative,
        int threads,
        Eigensolver? eigensolver
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
        var (encoder, decoder) = (Matrix<double>.From(w1, k, d), Matrix<double>.From(w2, d, k));
        var optimum = Spectrum.Of(moments, eigensolver ?? Eigensolver.FromScratch, threads).Optimum(k);
        var position = Position.Exactly(optimum, encoder, decoder, isNegative, threads);
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
        return new PcaCertificate
        {
            Eigenvalues = [.. optimum.Rayleigh.Select(value => value.Hi)],
            EigenvalueBound = optimum.ValueBound,
            Minimum = optimum.Minimum.Hi,
            MinimumBound = optimum.MinimumBound,
            LossGap = position.LossGap,
            Sines = [.. position.SquaredSines.Select(Math.Sqrt)],
            SineBound = optimum.Sine,
            Distance = position.Distance,
            Held = position.Held(),
            Check = new CheckResult(
                $"{run.Model.Words} against PCA",
                [
                    PcaFindings.Certificate(optimum),
                    PcaFindings.Trained(run, position, moments.Images, AsGiven),
                    PcaFindings.Angle(run, position, decoder, AsGiven, threads).Finding,
                ]
            ),
        };
    }
}
