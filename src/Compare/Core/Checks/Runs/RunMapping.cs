using System.Text.RegularExpressions;
using Compare.Problems.Recorded;

namespace Compare.Checks.Runs;

/// <summary>Names of one run's tensors in terms of the other's, with <c>*</c> for any part of a name.</summary>
public sealed class RunMapping
{
    private readonly List<(Regex Pattern, string Replacement)> _rules = [];

    /// <summary>Reads rules.</summary>
    /// <param name="rules">Each <c>NAME_IN_A=NAME_IN_B</c>, for example <c>layers.*.weight=W*</c>; the first that fits a name counts.</param>
    /// <exception cref="TraceFormatException">A rule has not exactly one equals sign, or more stars on its right than on its left.</exception>
    public RunMapping(params IEnumerable<string> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        foreach (var rule in rules)
        {
            var sides = rule.Split('=');
            if (
                sides is not [{ Length: > 0 } left, { Length: > 0 } right]
                || right.Count(c => c == '*') > left.Count(c => c == '*')
            )
                throw TraceFormatException.Malformed(
                    "--map",
                    "a rule",
                    TraceFormatException.Quote(rule),
                    "NAME_IN_A=NAME_IN_B, with a * on the left for each on the right"
                );
            var group = 0;
            _rules.Add(
                (
                    new Regex($"^{Regex.Escape(left).Replace(@"\*", "(.*?)", StringComparison.Ordinal)}$"),
                    Regex.Replace(
                        right.Replace("$", "$$", StringComparison.Ordinal),
                        @"\*",
                        _ => FormattableString.Invariant($"${{{++group}}}")
                    )
                )
            );
        }
    }

    /// <summary>No rules: names have to agree, or shapes and values.</summary>
    public static RunMapping None { get; } = new();

    /// <summary>The name that a tensor of A has in B.</summary>
    /// <param name="name">Its name in A.</param>
    /// <returns>Its name in B; null where no rule says.</returns>
    internal string? NameInB(string name)
    {
        foreach (var (pattern, replacement) in _rules)
            if (pattern.IsMatch(name))
                return pattern.Replace(name, replacement);
        return null;
    }
}
