using System.Globalization;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>
/// Decides whether the weights of a linear autoencoder are PCA of its data, and says why they are not. Weights are PCA if no weights
/// have a smaller loss: any basis of the leading subspace in W2, and in W1 what undoes it.
/// </summary>
/// <param name="given">Spectrum of the data that the weights are for.</param>
/// <param name="centred">Spectrum of the same data less their mean; null where nothing else can have been meant.</param>
/// <param name="standardised">The same, each column divided by its standard deviation.</param>
/// <param name="threads">Greatest number of threads.</param>
/// <param name="uncentred">Spectrum of the data with their mean, where <paramref name="given"/> is without; null otherwise.</param>
internal sealed class PcaJudge(
    Spectrum given,
    Lazy<Spectrum>? centred,
    Lazy<Spectrum>? standardised,
    int threads,
    Lazy<Spectrum>? uncentred = null
)
{
    /// <summary>A scale is a reason if it explains all but this share of what the encoder does wrong.</summary>
    private const double Unexplained = 1e-6;

    /// <summary>Decides.</summary>
    /// <param name="w1">Encoder, shape (k x d).</param>
    /// <param name="w2">Decoder, shape (d x k).</param>
    /// <param name="isNegative">Whether s(a) = -a.</param>
    /// <param name="tolerance">How near they must come.</param>
    /// <param name="offset">What the biases cost, where the model has any.</param>
    /// <returns>The verdict, with the reason if they are not PCA.</returns>
    public PcaVerdict Judge(
        Matrix<double> w1,
        Matrix<double> w2,
        bool isNegative,
        PcaTolerance tolerance,
        PcaOffset offset = default
    )
    {
        var optimum = given.Optimum(w1.Rows);
        var position = Position.Exactly(optimum, w1, w2, isNegative, threads);
        position = position with { LossGap = position.LossGap + offset.Cost };
        var derived = LossBound(optimum, w1, w2) + offset.Bound;
        var minimum = Math.Max(0, optimum.Minimum.Hi);
        var verdict = new PcaVerdict(
            position,
            tolerance switch
            {
                { LossGap: { } share } => share * minimum + derived,
                { Angle: { } degrees } => AngleCost(optimum, Sine(degrees)) + derived,
                _ => derived,
            },
            tolerance.Angle is { } angle ? Sine(angle) + optimum.Sine : 1,
            IsDerived: tolerance is { LossGap: null, Angle: null },
            Cause: null
        );
        return verdict.IsPca ? verdict
            : offset.Cost > 0 && IsPca(w1, w2, isNegative) ? verdict with { Cause = BiasOff }
            : verdict with { Cause = Reason(w1, w2, isNegative, verdict) };
    }

    /// <summary>Right weights with wrong biases.</summary>
    internal static Cause BiasOff { get; } =
        new(
            "bias-off",
            "the weights are right, but the biases do not bring the mean row back to itself",
            "P.14",
            "take b2 = m - W2 s(W1 m + b1), m the mean of the rows"
        );

    /// <summary>Whether the weights are PCA of the data that they are for, biases apart.</summary>
    /// <param name="w1">Encoder, shape (k x d).</param>
    /// <param name="w2">Decoder, shape (d x k).</param>
    /// <param name="isNegative">Whether s(a) = -a.</param>
    internal bool IsPca(Matrix<double> w1, Matrix<double> w2, bool isNegative) => IsPca(given, w1, w2, isNegative);

    /// <summary>
    /// How far above the minimum the loss of PCA can be in the precision of the weights: eigenvectors computed by a backward stable
    /// algorithm (P.12), and an encoder that undoes the decoder up to rounding (P.13).
    /// </summary>
    private static double LossBound(Optimum optimum, Matrix<double> w1, Matrix<double> w2)
    {
        var k = optimum.K;
        var roundings = PcaTolerance.Roundings(w2.Rows);
        var u = Math.Min(UnitOf(w1), UnitOf(w2));
        var error = roundings * u * optimum.Values[0];
        // A pair of eigenvectors nearer to each other than the error may be exchanged, which costs no more than their distance.
        var tilts = k * Math.Min(optimum.Gap > 0 ? error * error / (2 * optimum.Gap) : error, error); // (P.12)
        var encoder = roundings * u * Norm(w1) * Norm(w2);
        return tilts + encoder * encoder * optimum.Spectrum.Moments.Trace().Hi + optimum.MinimumBound; // (P.13)
    }

    /// <summary>What it costs at most if decoder and encoder are both tilted by k angles of a size.</summary>
    private static double AngleCost(Optimum optimum, double sine) => 2 * optimum.K * optimum.Values[0] * sine * sine; // (P.10), twice the sine

    private static double Sine(double degrees) => Math.Sin(Math.Clamp(degrees, 0, 90) * Math.PI / 180);

    private Cause Reason(Matrix<double> w1, Matrix<double> w2, bool isNegative, PcaVerdict verdict)
    {
        var optimum = given.Optimum(w1.Rows);
        if (w1.Elements.IndexOfAnyExcept(0.0) < 0)
            return new(
                "encoder-zero",
                "the encoder is zero: whatever the images are, it encodes nothing",
                "P.6",
                "train or copy W1"
            );
        var rank = Subspace.Rank(w2, UnitOf(w2));
        if (rank < w2.Columns)
            return new(
                "rank-lost",
                Text($"the columns of W2 span {rank} dimensions only, not {w2.Columns}"),
                "P.6",
                "the decoder needs as many independent columns as there are hidden units"
            );
        return Transposed(w1, w2, isNegative)
            ?? OtherData(w1, w2, isNegative)
            ?? Apart(optimum, w1, w2, isNegative, verdict)
            ?? OtherEigenvectors(optimum, w2, verdict.Position)
            ?? new Cause(
                "not-trained",
                Text(
                    $"the weights are on their way to PCA or elsewhere: the loss is {Share(verdict.Position, optimum)} above the minimum, the largest angle {PcaFindings.Degrees(verdict.Position.LargestSine):0.00} degrees"
                ),
                "P.4",
                verdict.IsDerived
                    ? "train on; or name the loss gap that is near enough"
                    : "train on, until both are as near as asked for"
            );
    }

    /// <summary>A matrix whose memory was read in the other order.</summary>
    private Cause? Transposed(Matrix<double> w1, Matrix<double> w2, bool isNegative)
    {
        var (turned1, turned2) = (Turned(w1), Turned(w2));
        foreach (
            var (a, b, which) in new[]
            {
                (turned1, w2, "W1 lies"),
                (w1, turned2, "W2 lies"),
                (turned1, turned2, "W1 and W2 lie"),
            }
        )
            if (IsPca(given, a, b, isNegative))
                return new(
                    "transposed",
                    $"{which} in memory as the transpose: read the other way they are PCA",
                    "P.6",
                    "give the encoder as k x d and the decoder as d x k, row after row"
                );
        return null;
    }

    /// <summary>PCA of other data than those given.</summary>
    private Cause? OtherData(Matrix<double> w1, Matrix<double> w2, bool isNegative)
    {
        if (uncentred is not null && IsPca(uncentred.Value, w1, w2, isNegative))
            return new(
                "not-centred",
                "they are PCA of the data with their mean: with biases the best weights are those of PCA less the mean",
                "P.14",
                "train the biases too, or compare without them"
            );
        if (centred is not null && IsPca(centred.Value, w1, w2, isNegative))
            return new(
                "not-centred",
                "they are PCA of the data less their mean, and the data here are not centred",
                "P.2",
                "subtract the mean from the data, or compare with PCA that subtracts none"
            );
        if (standardised is not null && IsPca(standardised.Value, w1, w2, isNegative))
            return new(
                "standardised",
                "they are PCA of standardised data: less their mean and divided by their standard deviation",
                "P.2",
                "standardise the data here too, or leave them as they are when the weights are made"
            );
        return null;
    }

    /// <summary>One matrix is right, the other does not fit it.</summary>
    private Cause? Apart(Optimum optimum, Matrix<double> w1, Matrix<double> w2, bool isNegative, PcaVerdict verdict)
    {
        if (BestEncoder(w2, isNegative) is not { } fitting || !IsPca(given, fitting, w2, isNegative))
            return null;
        var (scale, left) = Scale(optimum, w1, w2, isNegative);
        if (left <= Unexplained)
            return new(
                "encoder-scaled",
                Text($"the subspace is PCA's, but encoder and decoder together multiply by {Show(scale)} instead of 1"),
                "P.6",
                Text($"divide W1 or W2 by {Show(scale)}")
            );
        return new(
            "encoder-not-left-inverse",
            Text(
                $"the decoder spans PCA's subspace, but the encoder does not undo it: W1 W2 is not the identity, as after whitening; the loss is {Share(verdict.Position, optimum)} above the minimum"
            ),
            "P.6",
            "take W1 = (W2' W2)^-1 W2'"
        );
    }

    /// <summary>The columns of W2 span eigenvectors, but not the leading ones.</summary>
    private Cause? OtherEigenvectors(Optimum optimum, Matrix<double> w2, Position position)
    {
        var q = Subspace.Basis(Subspace.Exact(w2), threads);
        var (_, residual) = Subspace.Ritz(optimum.Spectrum.Moments.S, q, threads);
        var u = UnitOf(w2);
        return residual <= 4 * Math.Sqrt(optimum.K) * PcaTolerance.Roundings(w2.Rows) * u * optimum.Values[0]
            ? new Cause(
                "other-eigenvectors",
                $"the columns of W2 hold eigenvectors {position.Held()}, not the leading {optimum.K.ToString(CultureInfo.InvariantCulture)}: a saddle of the loss",
                "P.4",
                "take the eigenvectors of the largest eigenvalues"
            )
            : null;
    }

    private bool IsPca(Spectrum spectrum, Matrix<double> w1, Matrix<double> w2, bool isNegative)
    {
        var optimum = spectrum.Optimum(w1.Rows);
        var model = new LinearAutoencoder<DoubleDouble>(
            spectrum.Moments.S,
            Subspace.Exact(w1),
            Subspace.Exact(w2),
            isNegative
        )
        {
            Threads = threads,
        };
        return DoubleDouble.ToDouble(model.Loss() - optimum.Minimum) <= LossBound(optimum, w1, w2);
    }

    /// <summary>
    /// c for which the product of the weights comes nearest to c times the projector, and the share of its squared distance from the
    /// projector that the scale leaves unexplained.
    /// </summary>
    private (double Scale, double Left) Scale(Optimum optimum, Matrix<double> w1, Matrix<double> w2, bool isNegative)
    {
        DoubleDouble Squared(Matrix<double> encoder) =>
            new LinearAutoencoder<DoubleDouble>(
                optimum.Spectrum.Moments.S,
                Subspace.Exact(encoder),
                Subspace.Exact(w2),
                isNegative
            )
            {
                Threads = threads,
            }.SquaredDistance(optimum.U);
        // |P - U U'|^2 = |P|^2 - 2 <P, U U'> + |U U'|^2 in the norm of (P.5), from the distances of P, of -P and of 0.
        var of = DoubleDouble.ToDouble(Squared(w1));
        var opposite = w1.Copy();
        foreach (ref var element in opposite.Elements)
            element = -element;
        var ofOpposite = DoubleDouble.ToDouble(Squared(opposite));
        var ofNothing = DoubleDouble.ToDouble(Squared(new Matrix<double>(w1.Rows, w1.Columns)));
        var inner = (ofOpposite - of) / 4;
        var square = (of + ofOpposite) / 2 - ofNothing;
        var scale = inner / ofNothing;
        return (scale, Math.Max(0, square - scale * inner) / of);
    }

    /// <summary>The encoder that undoes a decoder; null if none does.</summary>
    private Matrix<double>? BestEncoder(Matrix<double> w2, bool isNegative)
    {
        var model = new LinearAutoencoder<DoubleDouble>(
            given.Moments.S,
            new Matrix<DoubleDouble>(w2.Columns, w2.Rows),
            Subspace.Exact(w2),
            isNegative
        )
        {
            Threads = threads,
        };
        try
        {
            model.SolveEncoder();
        }
        catch (ArgumentException)
        {
            return null;
        }
        return Matrix<double>.From(model.W1.ToDoubles(), model.W1.Rows, model.W1.Columns);
    }

    /// <summary>The same memory read as a matrix of the transposed shape, and that transposed: again of this shape.</summary>
    private static Matrix<double> Turned(Matrix<double> matrix)
    {
        var turned = new Matrix<double>(matrix.Rows, matrix.Columns);
        for (var i = 0; i < matrix.Rows; i++)
        for (var j = 0; j < matrix.Columns; j++)
            turned[i, j] = matrix.Elements[j * matrix.Rows + i];
        return turned;
    }

    /// <summary>Unit roundoff of the coarsest format that holds the elements.</summary>
    internal static double UnitOf(Matrix<double> matrix)
    {
        foreach (var element in matrix.Elements)
            if ((float)element != element)
                return Binary64.UnitRoundoff;
        return Binary32.UnitRoundoff;
    }

    /// <summary>The Frobenius norm.</summary>
    internal static double Norm(Matrix<double> matrix) =>
        Math.Sqrt(InnerProduct.Of<double>(matrix.Elements, matrix.Elements));

    private static string Share(Position position, Optimum optimum) =>
        optimum.Minimum.Hi > optimum.MinimumBound
            ? Text($"{position.LossGap / optimum.Minimum.Hi:0.0e+00} of the minimum")
            : Text($"{position.LossGap:0.0e+00}");

    private static string Show(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
