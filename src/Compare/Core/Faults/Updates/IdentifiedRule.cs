using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>A rule that reproduces recorded updates.</summary>
/// <param name="Rule">The rule with its options and the hyper-parameters that fit.</param>
/// <param name="Parameters">The hyper-parameters that were solved for.</param>
/// <param name="Precision">The format whose rounding explains what is left.</param>
/// <param name="OthersThatFit">Names of other rules that reproduce them as well.</param>
internal sealed record IdentifiedRule(
    Optimizer Rule,
    IReadOnlyList<FittedParameter> Parameters,
    Precision Precision,
    IReadOnlyList<string> OthersThatFit
)
{
    /// <summary>The rule and its options in words, for example <c>momentum, Nesterov's</c>.</summary>
    public string Words => Rule.Words;
}
