using System.Xml.Linq;

namespace Compare.Reference.Tests;

/// <summary>Dependencies point one way: Compare uses Reference and Torch, and those two share nothing.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Reference", new string[0])]
    [InlineData("Torch", new string[0])]
    [InlineData("Compare", new[] { "Reference", "Torch" })]
    public void Project_References_OnlyWhatTheLayoutAllows(string project, string[] allowed)
    {
        var references = Items(project, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        Assert.Equal(allowed, references.Order());
    }

    [Fact]
    public void Reference_Packages_None() => Assert.Empty(Items("Reference", "PackageReference"));

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

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument
            .Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value);
}
