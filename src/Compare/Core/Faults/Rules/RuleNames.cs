using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What names of optimizers in other people's files mean.</summary>
internal static class RuleNames
{
    /// <summary>The rules that a name covers.</summary>
    /// <param name="name">A rule's name as here, or the name of a class of PyTorch or Keras.</param>
    /// <returns>Names of <see cref="OptimizerTable"/>; empty for an unknown name.</returns>
    public static IReadOnlyList<string> Covered(string name) =>
        OptimizerTable.Names.Contains(name)
            ? [name]
            : [.. KnownRules.All.Where(known => known.Classes.Contains(name)).Select(known => known.Name)];

    /// <summary>The one rule that a name means.</summary>
    /// <param name="name">The name; null if there is none.</param>
    /// <returns>The rule's name; null if it could be several, or none.</returns>
    public static string? Meant(string? name) => name is not null && Covered(name) is [var rule] ? rule : null;
}
