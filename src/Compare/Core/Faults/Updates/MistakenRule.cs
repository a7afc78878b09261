using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>A rule that reproduces recorded updates once a mistake is planted in it.</summary>
/// <param name="Rule">The right rule, with the hyper-parameters that fit.</param>
/// <param name="Mistake">The mistake.</param>
internal sealed record MistakenRule(Optimizer Rule, Cause Mistake);
