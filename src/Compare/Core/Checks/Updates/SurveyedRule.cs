using Compare.Reference.Optimizers;

namespace Compare.Checks.Updates;

/// <summary>An update rule to check.</summary>
/// <param name="Rule">The rule with its options.</param>
/// <param name="Difference">Which option was changed for the sake of a party, and why; null if none was.</param>
public sealed record SurveyedRule(Optimizer Rule, string? Difference = null);
