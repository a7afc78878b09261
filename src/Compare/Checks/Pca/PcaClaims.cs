using System.Globalization;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Reports;

namespace Compare.Checks.Pca;

/// <summary>The homework's sentences about PCA in its part 1 d), each with the numbers that decide it.</summary>
internal static class PcaClaims
{
    private const double Decay = 0.01;

    /// <summary>Makes the table.</summary>
    /// <param name="run">A run with the identity that was trained to the end.</param>
    /// <param name="centred">Spectrum of the centred second moments.</param>
    /// <param name="raw">Spectrum of the second moments with pixels from 0 to 1.</param>
    /// <param name="threads">Greatest number of threads.</param>
    public static TableFigure Table(PcaRun run, Spectrum centred, Spectrum raw, int threads)
    {
        var optimum = run.Optimum;
        var s = optimum.Spectrum.Rounded;
        var minimum = optimum.Minimum.Hi;
        var u = Matrix<double>.From(optimum.U.ToDoubles(), optimum.U.Rows, optimum.U.Columns);
        var (w1, w2) = run.End!.Value;
        double Excess(Matrix<double> encoder, Matrix<double> decoder) =>
            new LinearAutoencoder<double>(s, encoder, decoder, IsNegative: false) { Threads = threads }.Loss() / minimum
            - 1;

        var (unitW1, unitW2) = (UnitRows(run.TrainedW1), Transposed(UnitRows(Transposed(run.TrainedW2))));
        var mixer = Mixer(optimum.K);
        var mixed = Subspace.Product(u, Transpose.No, mixer, threads);
        // G^-1 = (G' G)^-1 G'.
        var unmixed = Subspace.Product(
            new Cholesky<double>(Gram(mixer, threads)).Inverse(),
            Transpose.No,
            Transposed(mixed),
            threads
        );
        var rotation = Subspace.Basis(mixer, threads);
        var rotated = Subspace.Product(u, Transpose.No, rotation, threads);
        var shrunk = Shrunk(u, optimum.Values);
        var (gradient1, gradient2) = DecayedGradient(s, Transposed(shrunk), shrunk, threads);
        return new TableFigure(
            "figure/pca/claims",
            "The homework's claims about PCA",
            Text(
                $"Identity, k = {optimum.K}, uncentred unless said otherwise; loss relative to the exact minimum {minimum:0.000000}. Weight decay {Decay} on both matrices in the last rows but one (Kunin et al. 2019)."
            ),
            ["claim", "verdict", "numbers"],
            [
                [
                    "W2 W1 can have columns that are not orthogonal",
                    "true on the way, false at the minimum: there W2 W1 is the orthogonal projector",
                    Text(
                        $"|W1 W2 - I| plus the asymmetry of M S over its trace: {Departure(optimum, run.TrainedW1, run.TrainedW2, threads):0.0e+00} after gradient descent, {Departure(optimum, w1, w2, threads):0.0e+00} at the end"
                    ),
                ],
                [
                    "unit norms of W2's columns and W1's rows bring it to PCA",
                    "not sufficient",
                    Text(
                        $"the trained weights with their norms set to one: {Excess(unitW1, unitW2):0.0 %} above the minimum"
                    ),
                ],
                [
                    "the same",
                    "not necessary",
                    Text(
                        $"W2 = U G, W1 = G^-1 U' with a random G, column norms {ColumnNorms(mixed).Min():0.00} to {ColumnNorms(mixed).Max():0.00}: {Excess(unmixed, mixed):0.0e+00} above the minimum"
                    ),
                ],
                [
                    "what makes W1 x a PCA score",
                    "W1 = W2' with orthonormal columns, up to a rotation",
                    Text(
                        $"W2 = U O with a random rotation O, W1 = W2': {Excess(Transposed(rotated), rotated):0.0e+00} above the minimum"
                    ),
                ],
                [
                    "with weight decay on both matrices",
                    "W1 = W2', singular values of W2 shrunken to sqrt(1 - decay / eigenvalue)",
                    Text(
                        $"gradient there {gradient1:0.0e+00} by W1 and {gradient2:0.0e+00} by W2; singular values {Math.Sqrt(1 - Decay / optimum.Values[0]):0.0000} down to {Math.Sqrt(Math.Max(0, 1 - Decay / optimum.Values[^1])):0.0000}"
                    ),
                ],
                [
                    "PCA centres the data, the homework does not",
                    "two different things on raw pixels",
                    Text(
                        $"share of the first component {Share(optimum.Spectrum):0.0 %} with the homework's pixels, {Share(raw):0.0 %} with pixels from 0 to 1, {Share(centred):0.0 %} centred"
                    ),
                ],
            ]
        );
    }

    /// <summary>
    /// How far M = W2 W1 is from an orthogonal projector that commutes with S: M M = M exactly where W1 W2 = I, and then M S is symmetric.
    /// With S, because where no image differs, W1 keeps its initial values.
    /// </summary>
    private static double Departure(Optimum optimum, Matrix<double> w1, Matrix<double> w2, int threads)
    {
        var q = Subspace.Basis(w2, threads);
        var sq = Subspace.Product(optimum.Spectrum.Rounded, Transpose.No, q, threads);
        var ms = Subspace.Product(
            Subspace.Product(q, Transpose.Yes, w2, threads),
            Transpose.No,
            Subspace.Product(w1, Transpose.No, sq, threads),
            threads
        );
        var inner = Subspace.Product(w1, Transpose.No, w2, threads);
        double asymmetry = 0,
            excess = 0;
        for (var i = 0; i < ms.Rows; i++)
        for (var j = 0; j < ms.Columns; j++)
        {
            asymmetry += Math.Pow(ms[i, j] - ms[j, i], 2);
            excess += Math.Pow(inner[i, j] - (i == j ? 1 : 0), 2);
        }
        return Math.Sqrt(asymmetry) / Math.Abs(Trace(ms)) + Math.Sqrt(excess);
    }

    private static double Share(Spectrum spectrum) => spectrum.Values[0] / spectrum.Moments.Trace().Hi;

    private static double Trace(Matrix<double> matrix) => Enumerable.Range(0, matrix.Rows).Sum(i => matrix[i, i]);

    /// <summary>Norms of the gradient of loss + decay / 2 (|W1|^2 + |W2|^2).</summary>
    private static (double ByW1, double ByW2) DecayedGradient(
        Matrix<double> s,
        Matrix<double> w1,
        Matrix<double> w2,
        int threads
    )
    {
        var b = Subspace.Product(w1, Transpose.No, s, threads); // W1 S
        var c = Subspace.Product(b, Transpose.No, Transposed(w1), threads); // W1 S W1'
        var g = Gram(w2, threads); // W2' W2
        var byW1 = Subspace.Product(g, Transpose.No, b, threads);
        var pull = Subspace.Product(w2, Transpose.Yes, s, threads); // W2' S
        var byW2 = Subspace.Product(w2, Transpose.No, c, threads);
        for (var i = 0; i < byW1.Rows; i++)
        for (var j = 0; j < byW1.Columns; j++)
        {
            byW1[i, j] += Decay * w1[i, j] - pull[i, j];
            byW2[j, i] += Decay * w2[j, i] - b[i, j];
        }
        return (Norm(byW1), Norm(byW2));
    }

    private static Matrix<double> Shrunk(Matrix<double> u, double[] values)
    {
        var shrunk = u.Copy();
        for (var i = 0; i < u.Rows; i++)
        for (var j = 0; j < u.Columns; j++)
            shrunk[i, j] *= Math.Sqrt(Math.Max(0, 1 - Decay / values[j]));
        return shrunk;
    }

    /// <summary>An invertible matrix that is neither orthogonal nor diagonal.</summary>
    private static Matrix<double> Mixer(int k)
    {
        var random = new Data.RandomSource(1);
        var mixer = new Matrix<double>(k, k);
        for (var i = 0; i < k; i++)
        for (var j = 0; j < k; j++)
            mixer[i, j] = (i == j ? 1 : 0) + (random.NextDouble() - 0.5) / Math.Sqrt(k);
        return mixer;
    }

    private static Matrix<double> Gram(Matrix<double> a, int threads) => Subspace.Product(a, Transpose.Yes, a, threads);

    private static Matrix<double> Transposed(Matrix<double> a)
    {
        var result = new Matrix<double>(a.Columns, a.Rows);
        for (var i = 0; i < a.Rows; i++)
        for (var j = 0; j < a.Columns; j++)
            result[j, i] = a[i, j];
        return result;
    }

    private static Matrix<double> UnitRows(Matrix<double> a)
    {
        var result = a.Copy();
        for (var i = 0; i < a.Rows; i++)
        {
            var row = result.Row(i);
            var norm = Math.Sqrt(InnerProduct.Of<double>(row, row));
            foreach (ref var element in row)
                element /= norm;
        }
        return result;
    }

    private static double[] ColumnNorms(Matrix<double> a) =>
        [
            .. Enumerable
                .Range(0, a.Columns)
                .Select(j => Math.Sqrt(Enumerable.Range(0, a.Rows).Sum(i => a[i, j] * a[i, j]))),
        ];

    private static double Norm(Matrix<double> a) => Math.Sqrt(InnerProduct.Of<double>(a.Elements, a.Elements));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
