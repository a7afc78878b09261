using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>The one list of what is known of rules; a rule is one file and one row.</summary>
internal static class KnownRules
{
    /// <summary>The rows, simpler rules first.</summary>
    public static IReadOnlyList<KnownRule> All { get; } =
    [
        new KnownSgd(),
        new KnownMomentum(),
        new KnownAdaGrad(),
        new KnownRmsProp(),
        new KnownAdam(),
        new KnownAdadelta(),
        new KnownNAdam(),
        new KnownRAdam(),
        new KnownAdamax(),
        new KnownLion(),
    ];

    /// <summary>Finds what is known of a rule.</summary>
    /// <param name="rule">Any rule.</param>
    /// <returns>Its row; null for a rule of which nothing is known.</returns>
    public static KnownRule? Of(Optimizer rule) => All.FirstOrDefault(known => known.Is(rule));
}
