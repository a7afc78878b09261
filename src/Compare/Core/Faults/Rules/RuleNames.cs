using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>What names of optimizers in other people's files mean, whatever their case and whatever stands before the last dot.</summary>
internal static class RuleNames
{
    /// <summary>Names of rules that frameworks have and that are not known here.</summary>
    private static readonly string[] Elsewhere = ["adafactor", "asgd", "ftrl", "lamb", "lars", "rprop", "yogi"];

    /// <summary>The rules that a name covers.</summary>
    /// <param name="name">A rule's name as here, or the name of a class or a function of a framework.</param>
    /// <returns>What is known of them; empty for an unknown name.</returns>
    public static IReadOnlyList<KnownRule> Covered(string name) =>
        [.. KnownRules.All.Where(known => known.Names.Contains(Plain(name)))];

    /// <summary>The rule to take of several that fit.</summary>
    /// <param name="name">The name; null if there is none.</param>
    /// <returns>Names of <see cref="OptimizerTable"/>, simpler rules first; empty if the name is unknown.</returns>
    public static IReadOnlyList<string> Meant(string? name) =>
        name is null ? [] : [.. Covered(name).Select(known => known.Name)];

    /// <summary>Whether it is the name of a framework's rule that is not known here.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsElsewhere(string name) => Elsewhere.Contains(Plain(name));

    /// <summary>Whether a name promises weight decay outside the gradient, which its namesake without the letter has inside.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether the decay must be decoupled; null for a name that promises nothing about it.</returns>
    public static bool? HasDecoupledDecay(string name) =>
        Covered(name)
            .Select(known => known.HasDecoupledDecay(Plain(name)))
            .FirstOrDefault(promise => promise is not null);

    private static string Plain(string name)
    {
        var last = name.Trim();
        last = last[(last.LastIndexOf('.') + 1)..];
        return string.Concat(last.Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }
}
