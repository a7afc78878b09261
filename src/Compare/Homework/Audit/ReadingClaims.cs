namespace Compare.Homework.Audit;

/// <summary>Slips that reading the text decides, without any number.</summary>
internal static class ReadingClaims
{
    private const string OnlyTheText = "decided by the text alone: ";

    /// <summary>In part 1 a).</summary>
    public static IReadOnlyList<Claim> OfEquations { get; } =
    [
        new ClaimHead(
            "text/input-dimension",
            "b is the dimension of the input",
            "after Eq. (5), after Eq. (7)"
        ).Complete(
            ClaimVerdict.HoldsWithCorrection,
            OnlyTheText + "the sums of Eq. (5) and (7) and the shapes after Eq. (3) call it d; b occurs nowhere else",
            "d, and W2 W1 is d x d"
        ),
    ];

    /// <summary>In part 1 d).</summary>
    public static IReadOnlyList<Claim> OfPca { get; } =
    [
        new ClaimHead("text/two-weights", "the question names the weights W1 and W1", "part 1 d)").Complete(
            ClaimVerdict.HoldsWithCorrection,
            OnlyTheText + "the answer is about the encoder and the decoder",
            "W1 and W2"
        ),
        new ClaimHead("text/encoder-output", "x' is the output of the encoder", "before Eq. (6)").Complete(
            ClaimVerdict.HoldsWithCorrection,
            OnlyTheText + "by Eq. (2) and (3) the encoder gives z, and x' = W2 z",
            "the output of the decoder"
        ),
    ];

    /// <summary>In part 2.</summary>
    public static IReadOnlyList<Claim> OfOptimizers { get; } =
    [
        new ClaimHead(
            "text/comparison-figure",
            "Figure 16 compares the optimizers",
            "part 2, after Table 2",
            14,
            15,
            16
        ).Complete(
            ClaimVerdict.HoldsWithCorrection,
            OnlyTheText + "Figure 16 has the step size 1e-5 only; 0.5 and 0.01 are in Figures 14 and 15",
            "Figures 14 to 16"
        ),
        new ClaimHead(
            "text/figure-13",
            "Figure 13 shows the losses at step size 0.5",
            "part 2, step size 0.5",
            13,
            14
        ).Complete(
            ClaimVerdict.HoldsWithCorrection,
            OnlyTheText + "Figure 13 shows reconstructed digits; the caption with 0.5 is Figure 14's",
            "Figure 14"
        ),
        new ClaimHead(
            "text/figure-14",
            "Figure 14 a) and b) show the losses at step size 0.01",
            "part 2, step size 0.01",
            14,
            15
        ).Complete(
            ClaimVerdict.HoldsWithCorrection,
            OnlyTheText + "Figure 14's caption has 0.5; the caption with 0.01 is Figure 15's",
            "Figure 15"
        ),
    ];
}
