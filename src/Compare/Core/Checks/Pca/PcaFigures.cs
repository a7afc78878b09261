using System.Globalization;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>Curves towards PCA and pictures of components.</summary>
internal static class PcaFigures
{
    private const int Shown = 12;

    /// <summary>Loss gap, angle and distance over the epochs on both sides.</summary>
    public static PanelFigure Epochs(IReadOnlyList<PcaRun> runs)
    {
        var model = runs[0].Model;
        LinePanel Panel(string title, Func<Position, double> value) =>
            new(
                title,
                LogarithmicY: true,
                [
                    .. runs.Select(run => new LineSeries(
                        run.Side,
                        [.. Enumerable.Range(0, run.Epochs.Count).Select(epoch => (double)epoch)],
                        [.. run.Epochs.Select(value)]
                    )),
                ]
            );
        return new PanelFigure(
            $"figure/pca/{model.Id}",
            $"On the way to PCA: {model.Words}",
            "What is left to the exact optimum while gradient descent runs: loss above the exact minimum, the sine of the largest angle "
                + "between the decoder's columns and the leading eigenvectors, the distance of the weights' product from the projector "
                + "on the range of the images, and the share of the last leading eigenvector that is still missing.",
            "epoch",
            [
                Panel("loss - minimum", position => position.LossGap),
                Panel("sine of largest angle", position => position.LargestSine),
                Panel("|(M - P) S^1/2|", position => position.Distance),
                Panel(
                    FormattableString.Invariant($"1 - share of eigenvector {model.Hidden}"),
                    position => 1 - position.Shares[model.Hidden - 1]
                ),
            ],
            []
        );
    }

    /// <summary>How much of each component the decoder holds where gradient descent stopped.</summary>
    public static LineFigure Captured(IReadOnlyList<PcaRun> runs)
    {
        var model = runs[0].Model;
        var count = Math.Min(2 * model.Hidden, model.Inputs);
        return new LineFigure(
            $"figure/pca/captured/{model.Id}",
            $"Components held after gradient descent: {model.Words}",
            FormattableString.Invariant(
                $"The squared length of each eigenvector's projection onto the decoder's columns, which is the share of that component's variance that the autoencoder can give back. PCA holds the first {model.Hidden} wholly and no other."
            ),
            [
                .. runs.Select(run => new LineSeries(
                    run.Side,
                    [.. Enumerable.Range(1, count).Select(i => (double)i)],
                    run.Epochs[^1].Shares[..count]
                )),
            ],
            "eigenvector",
            "share held",
            LogarithmicY: false
        );
    }

    /// <summary>The sine over the sweeps of least squares.</summary>
    public static LineFigure Approach(IReadOnlyList<PcaRun> runs)
    {
        var model = runs[0].Model;
        var ratio = runs[0].Optimum.Spectrum.Values[model.Hidden] / runs[0].Optimum.Values[^1];
        return new LineFigure(
            $"figure/pca/finish/{model.Id}",
            $"Trained to the end: {model.Words}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Alternating least squares from where gradient descent stopped. A sweep shrinks the angle by the ratio of eigenvalues {model.Hidden + 1} and {model.Hidden}, here {ratio:0.0000}."
            ),
            [
                .. runs.Select(run => new LineSeries(
                    run.Side,
                    [.. run.Approach.Select(point => (double)point.Sweeps)],
                    [.. run.Approach.Select(point => point.Sine)]
                )),
            ],
            "sweep",
            "sine of largest angle",
            LogarithmicY: true
        );
    }

    /// <summary>PCA's components, what the decoder's singular vectors make of them, and what S makes of the decoder's subspace.</summary>
    public static ImageGridFigure Components(IReadOnlyList<PcaRun> runs, int imageRows, int imageColumns, int threads)
    {
        var model = runs[0].Model;
        var u = Rounded(runs[0].Optimum.U);
        var rows = new List<ImageRow> { Row("PCA", u, u) };
        foreach (var run in runs)
        {
            var w2 = run.End!.Value.W2;
            // W2 = U D V' and W2' W2 = V D^2 V', so the columns of W2 V are those of U, up to a length that a picture does not show.
            var gram = new Matrix<double>(w2.Columns, w2.Columns);
            MatrixProduct.Multiply(w2, Transpose.Yes, w2, Transpose.No, gram, threads: threads);
            var singular = Subspace.Product(w2, Transpose.No, SymmetricEigen<double>.Of(gram).Vectors, threads);
            rows.Add(Row($"{run.Side}: singular vectors of W2", singular, u));
            var q = Subspace.Basis(w2, threads);
            var (h, _) = Subspace.Ritz(run.Optimum.Spectrum.Rounded, q, threads);
            var ritz = Subspace.Product(q, Transpose.No, SymmetricEigen<double>.Of(h).Vectors, threads);
            rows.Add(Row($"{run.Side}: axes of S within span(W2)", ritz, u));
        }
        return new ImageGridFigure(
            $"figure/pca/components/{model.Id}",
            $"Components: {model.Words}",
            "The first eigenvectors of the second moments; the left singular vectors of the trained decoder, which span the same space but "
                + "need not be the same axes, because without weight decay any invertible matrix between encoder and decoder leaves the "
                + "loss as it is; and the axes that the second moments have within that space. Signs are aligned with the first row.",
            imageRows,
            imageColumns,
            rows
        );
    }

    private static ImageRow Row(string label, Matrix<double> vectors, Matrix<double> reference) =>
        new(
            label,
            [.. Enumerable.Range(0, Math.Min(Shown, vectors.Columns)).Select(j => Picture(vectors, reference, j))]
        );

    private static byte[] Picture(Matrix<double> vectors, Matrix<double> reference, int column)
    {
        double alignment = 0,
            largest = 0;
        for (var i = 0; i < vectors.Rows; i++)
        {
            alignment += vectors[i, column] * reference[i, column];
            largest = Math.Max(largest, Math.Abs(vectors[i, column]));
        }
        var scale = (alignment < 0 ? -127 : 127) / largest;
        return [.. Enumerable.Range(0, vectors.Rows).Select(i => (byte)Math.Round(128 + scale * vectors[i, column]))];
    }

    private static Matrix<double> Rounded(Matrix<DoubleDouble> matrix) =>
        Matrix<double>.From(matrix.ToDoubles(), matrix.Rows, matrix.Columns);
}
