using System.Text.RegularExpressions;
using Compare.Tests.Support;

namespace Compare.Reference.Tests;

/// <summary>derivation.md is the only index of formulas: the code cites all of them and no others.</summary>
public sealed partial class DerivationTests
{
    [Fact]
    public void EquationNumbers_CitedInTheCode_AreThoseDefinedInTheDerivation()
    {
        var folder = Path.Combine(Repository.Root, "src");
        var defined = Definition()
            .Matches(File.ReadAllText(Path.Combine(folder, "Reference", "derivation.md")))
            .Select(match => match.Groups[1].Value)
            .ToList();
        var cited = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .SelectMany(file => Citation().Matches(File.ReadAllText(file)))
            .Select(match => match.Value)
            .ToHashSet();
        Assert.Equal(defined.Count, defined.Distinct().Count());
        Assert.Empty(cited.Except(defined));
        Assert.Empty(defined.Except(cited));
    }

    /// <summary>A number at the end of an indented line.</summary>
    [GeneratedRegex(@"^    .*(\([A-Z]\.\d+\))$", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\([A-Z]\.\d+\)")]
    private static partial Regex Citation();
}
