using System.Globalization;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>The homework's sentences about PCA in its part 1 d), each with the numbers that decide it.</summary>
internal static class PcaClaims
{
    /// <summary>The verdict where the numbers beside it do not show it.</summary>
    public const string NotShown = "not shown by these numbers";

    /// <summary>The anchor of the table.</summary>
    public const string FigureId = "figure/pca/claims";

    private const int DecayedHidden = 4;
    private const int DecayedDimensions = 40;
    private const int DecayedSweeps = 2000;
    private const double RelativeDecay = 0.25;

    /// <summary>Makes the table, with the rows of <see cref="PcaClaim"/>.</summary>
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
        var decayed = new DecayedTraining(
            optimum.Spectrum.Values[..Math.Min(DecayedDimensions, s.Rows)],
            DecayedHidden,
            optimum.Spectrum.Values[DecayedHidden - 1] * RelativeDecay
        );
        var before = decayed.Asymmetry;
        for (var sweep = 0; sweep < DecayedSweeps; sweep++)
            decayed.Sweep();
        // What evaluating (P.3) in double may lose, relative to the minimum: three sums of d products, none larger than the trace.
        var rounding =
            4
            * s.Rows
            * Binary64.UnitRoundoff
            * optimum.Spectrum.Moments.Trace().Hi
            / minimum
            * Math.Max(1, Norm2(mixed));
        // A sine taken from a cosine has half the digits.
        var halfDigits = Math.Sqrt(DecayedDimensions * Binary64.UnitRoundoff);
        var (onTheWay, atTheEnd) = (
            Departure(optimum, run.TrainedW1, run.TrainedW2, threads),
            Departure(optimum, w1, w2, threads)
        );
        var (ofUnit, ofMixed, ofRotated) = (
            Excess(unitW1, unitW2),
            Excess(unmixed, mixed),
            Excess(Transposed(rotated), rotated)
        );
        return new TableFigure(
            FigureId,
            "The homework's claims about PCA",
            Text(
                $"Identity, k = {optimum.K}, uncentred unless said otherwise; loss relative to the exact minimum {minimum:0.000000}. Weight decay as in Kunin et al. (2019)."
            ),
            ["claim", "verdict", "numbers"],
            [
                [
                    "W2 W1 can have columns that are not orthogonal",
                    Verdict(
                        onTheWay > 1e6 * atTheEnd && atTheEnd < halfDigits,
                        "true on the way, false at the minimum: there W2 W1 is the orthogonal projector"
                    ),
                    Text(
                        $"|W1 W2 - I| plus the asymmetry of M S over its trace: {onTheWay:0.0e+00} after gradient descent, {atTheEnd:0.0e+00} at the end"
                    ),
                ],
                [
                    "unit norms of W2's columns and W1's rows bring it to PCA",
                    Verdict(ofUnit > rounding, "not sufficient"),
                    Text($"the trained weights with their norms set to one: {ofUnit:0.0 %} above the minimum"),
                ],
                [
                    "the same",
                    Verdict(Math.Abs(ofMixed) <= rounding && ColumnNorms(mixed).Max() > 1.01, "not necessary"),
                    Text(
                        $"W2 = U G, W1 = G^-1 U' with a random G, column norms {ColumnNorms(mixed).Min():0.00} to {ColumnNorms(mixed).Max():0.00}: {ofMixed:0.0e+00} above the minimum"
                    ),
                ],
                [
                    "what makes W1 x a PCA score",
                    Verdict(Math.Abs(ofRotated) <= rounding, "W1 = W2' with orthonormal columns, up to a rotation"),
                    Text($"W2 = U O with a random rotation O, W1 = W2': {ofRotated:0.0e+00} above the minimum"),
                ],
                [
                    "with weight decay on both matrices",
                    Verdict(
                        Math.Max(Math.Max(decayed.Asymmetry, decayed.Shrinkage), decayed.Axes) <= halfDigits,
                        "W1 = W2', and the decoder's singular vectors are the components, with singular values sqrt(1 - decay / eigenvalue)"
                    ),
                    Text(
                        $"trained from random weights with {DecayedHidden} units, decay {RelativeDecay} of eigenvalue {DecayedHidden}: |W1 - W2'| / |W2| from {before:0.0} to {decayed.Asymmetry:0.0e+00}, singular values to {decayed.Shrinkage:0.0e+00}, axes to {decayed.Axes:0.0e+00}"
                    ),
                ],
                [
                    "PCA centres the data, the homework does not",
                    Verdict(Share(raw) > 2 * Share(centred), "two different things on raw pixels"),
                    Text(
                        $"share of the first component {Share(optimum.Spectrum):0.0 %} with the homework's pixels, {Share(raw):0.0 %} with pixels from 0 to 1, {Share(centred):0.0 %} centred"
                    ),
                ],
            ]
        );
    }

    private static string Verdict(bool isShown, string verdict) => isShown ? verdict : NotShown;

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

    /// <summary>An invertible matrix that is neither orthogonal nor diagonal.</summary>
    private static Matrix<double> Mixer(int k)
    {
        var random = new Problems.Data.RandomSource(1);
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

    private static double Norm2(Matrix<double> a) => InnerProduct.Of<double>(a.Elements, a.Elements) / a.Columns;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
