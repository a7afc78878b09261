using System.Xml.Linq;
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
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .Where(file => File.ReadAllText(file).Contains("using TorchSharp", StringComparison.Ordinal));
        Assert.Empty(strangers);
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
