using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>Mistakes in rules that divide by the root of accumulated squares.</summary>
internal static class SquaresMistakes
{
    /// <summary>All of them, a row each.</summary>
    public static IReadOnlyList<UpdateMistake> Rows { get; } =
    [
        Slip(
            SquaresSlip.CentredAnew,
            "centred-anew",
            "the square of a mean gradient that starts anew at every update is subtracted",
            "O.25",
            "divide by D(r)"
        ),
        Slip(
            SquaresSlip.SumInsteadOfMean,
            "sum-instead-of-mean",
            "the square of the gradient enters r without the factor 1 - tau",
            "O.22",
            "multiply it by 1 - tau"
        ),
        Slip(
            SquaresSlip.MeanInsteadOfSum,
            "mean-instead-of-sum",
            "the sum of squares is divided by the number of updates",
            "O.21",
            "divide by the root of the sum"
        ),
        Slip(
            SquaresSlip.AccumulatedAfterUse,
            "accumulated-after-use",
            "the step is taken with r before the gradient enters it",
            "O.21",
            "accumulate first"
        ),
        Slip(
            SquaresSlip.AccumulatedAfterUseButFirst,
            "accumulated-after-use-but-first",
            "but for the first update the step is taken with r before the gradient enters it",
            "O.21",
            "accumulate first, in every update"
        ),
        Slip(
            SquaresSlip.KeptIsMultiplied,
            "kept-multiplied",
            "what is kept of r is multiplied by the square of the gradient as well",
            "O.22",
            "multiply 1 - tau alone by the square"
        ),
        Slip(
            SquaresSlip.SquareMissing,
            "square-missing",
            "the magnitude of the gradient is accumulated in place of its square",
            "O.20",
            "square it"
        ),
        Slip(
            SquaresSlip.GradientForSquare,
            "gradient-for-square",
            "the gradient itself is accumulated in place of its square",
            "O.20",
            "square it"
        ),
        Slip(SquaresSlip.RootMissing, "root-missing", "the denominator has no root", "O.9", "take the root"),
    ];

    private static UpdateMistake Slip(SquaresSlip slip, string id, string words, string equation, string remedy) =>
        UpdateMistake.Option<Optimizer>(
            id,
            words,
            equation,
            remedy,
            rule =>
                rule switch
                {
                    MistakenSquares mistaken => mistaken.And(slip),
                    AdaGrad adaGrad
                        when slip
                            is not (
                                SquaresSlip.CentredAnew
                                or SquaresSlip.SumInsteadOfMean
                                or SquaresSlip.KeptIsMultiplied
                            ) => new MistakenSquares(adaGrad, slip),
                    RmsProp { Centred: false, MomentumFactor: 0 } rmsProp when slip != SquaresSlip.MeanInsteadOfSum =>
                        new MistakenSquares(rmsProp, slip),
                    _ => null,
                }
        );
}
