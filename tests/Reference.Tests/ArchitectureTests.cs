using System.Text.RegularExpressions;
using System.Xml.Linq;
using Compare.Reference.Activations;
using Compare.Reference.Optimizers;
using Compare.Tests.Support;

namespace Compare.Reference.Tests;

/// <summary>Dependencies point one way, and the two sides share nothing.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Reference", new string[0])]
    [InlineData("Torch", new string[0])]
    [InlineData("Compare/Core", new[] { "Reference" })]
    [InlineData("Compare/Sides", new[] { "Core", "Torch" })]
    [InlineData("Compare/Reports", new[] { "Core" })]
    [InlineData("Compare/Homework", new[] { "Core", "Reports", "Sides" })]
    [InlineData("Compare", new[] { "Core", "Homework", "Reports", "Sides" })]
    public void Project_References_OnlyWhatTheLayoutAllows(string project, string[] allowed)
    {
        var references = Items(project, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        Assert.Equal(allowed, references.Order());
    }

    [Fact]
    public void Projects_OfTheSources_AreAllListedHere() =>
        Assert.Equal(
            7,
            Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
                .Count()
        );

    [Theory]
    [InlineData("Reference")]
    [InlineData("Compare/Core")]
    public void Package_OfWhatEverybodyReferences_None(string project) =>
        Assert.Empty(Items(project, "PackageReference"));

    [Fact]
    public void Torch_Packages_AreTorchSharp() =>
        Assert.All(
            Items("Torch", "PackageReference"),
            name => Assert.StartsWith("TorchSharp", name, StringComparison.Ordinal)
        );

    [Fact]
    public void TorchSharp_IsNamed_InsideTheTorchSideOnly()
    {
        var strangers = new[] { "Reference", "Compare" }
            .SelectMany(project =>
                Directory.EnumerateFiles(
                    Path.Combine(Repository.Root, "src", project),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            // The doors for somebody's own module and optimizer, which are of its types.
            .Where(file =>
                Path.GetFileName(file)
                    is not ("TorchRecording.cs" or "OwnModel.cs" or "ModuleParty.cs" or "TorchOptimizer.cs")
            )
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .Where(file => File.ReadAllText(file).Contains("using TorchSharp", StringComparison.Ordinal));
        Assert.Empty(strangers);
    }

    /// <summary>
    /// Nobody asks which activation, rule or model it is: facts stand on the thing itself. Names and types of these are left to their
    /// definitions, to the tables of the Torch side, and to the homework, which has closed lists.
    /// </summary>
    [Fact]
    public void Activations_RulesAndModels_AreAskedForFactsAndNotForTheirNames()
    {
        var names = string.Join('|', Activation.Names.Concat(OptimizerTable.Names));
        var types = string.Join('|', OptimizerTable.Rows.Select(row => row.Rule.GetType().Name));
        Regex[] questions =
        [
            new($"\"({names})\""),
            new($@"\b(is|as|case|not|or|and) ({types})\b"),
            new($@"\b({types}) \w+ =>"),
            new(@"\b(is|as|case|not) \w+Spec\b"),
            new(@"\bOfType<\w+Spec>"),
        ];
        string[] definitions =
        [
            Path.Combine("Reference", "Activations"),
            Path.Combine("Reference", "Optimizers"),
            // tanh and others are operations as well.
            Path.Combine("Reference", "Graphs", "Operations"),
            Path.Combine("Torch", ""),
            Path.Combine("Compare", "Homework"),
            Path.Combine("Compare", "Core", "Problems", "ClassifierSpec.cs"),
            Path.Combine("Compare", "Core", "Faults", "Rules"),
            Path.Combine("Compare", "Sides", "TorchRules.cs"),
            // Keys of files: momentum is a hyper-parameter there.
            Path.Combine("Compare", "Core", "Problems", "Recorded", "TraceRecognition.cs"),
            Path.Combine("Compare", "Core", "Checks", "Traces", "DeclaredRule.cs"),
        ];
        var sources = Path.Combine(Repository.Root, "src");
        var asked =
            from file in Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(sources, file)
            where !definitions.Any(definition => path.StartsWith(definition, StringComparison.Ordinal))
            where !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin")
            from line in File.ReadLines(file).Index()
            where !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
            where questions.Any(question => question.IsMatch(line.Item))
            select $"{path}:{line.Index + 1}: {line.Item.Trim()}";
        Assert.Empty(asked);
    }

    private static IEnumerable<string> Items(string project, string kind)
    {
        var folder = Path.Combine(Repository.Root, "src", project);
        return XDocument
            .Load(Path.Combine(folder, $"{Path.GetFileName(folder)}.csproj"))
            .Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value);
    }
}
