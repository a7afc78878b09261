namespace Compare.Reproduction.Audit;

/// <summary>What the homework says about its runs, held against the runs that there are.</summary>
/// <param name="results">The runs.</param>
/// <param name="isPaper">Whether data and epochs are the homework's, so that its numbers can be compared.</param>
internal sealed class RunClaims(RunResults results, bool isPaper)
{
    private readonly Lazy<IReadOnlyList<Claim>> _all = new(() => Examine(results, isPaper));

    /// <summary>All claims, in the order of the homework; examined when first asked for.</summary>
    public IReadOnlyList<Claim> All => _all.Value;

    /// <summary>The claims about a figure.</summary>
    /// <param name="figure">Its number in the homework, 3 to 16.</param>
    /// <returns>In the order of the homework; empty if the text says nothing about it.</returns>
    public IReadOnlyList<Claim> About(int figure) => [.. All.Where(claim => claim.Figures.Contains(figure))];

    private static IReadOnlyList<Claim> Examine(RunResults results, bool isPaper)
    {
        IReadOnlyList<Claim> examined = [.. new TrainingClaims(results, isPaper).All()];
        return
        [
            .. examined.Select(claim =>
                isPaper ? claim : claim with { Evidence = $"not with the homework's data and epochs: {claim.Evidence}" }
            ),
            .. ReadingClaims.All,
        ];
    }
}
