using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Compare.Tests.Notebooks;

/// <summary>
/// Resolves <c>#r</c> of a file to the assembly of that name beside the tests, which is the one that they have loaded, and whatever it
/// depends on likewise.
/// </summary>
internal sealed class LoadedAssemblies : MetadataReferenceResolver
{
    /// <summary>What a Release build of the product leaves; the path in a notebook has to be right for a reader, too.</summary>
    private const string Output = "../src/Compare/bin/Release/net10.0/";

    private static readonly string[] Loadable = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(
        Path.PathSeparator
    );

    /// <summary>What a cell can use without a directive: the framework, and the ways to show a value.</summary>
    public static IReadOnlyList<MetadataReference> Given { get; } =
    [
        .. Loadable
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(KernelDisplay).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference,
        string? baseFilePath,
        MetadataReferenceProperties properties
    )
    {
        var name = Path.GetFileNameWithoutExtension(reference);
        return reference == $"{Output}{name}.dll" && Find(name) is { } path
            ? [MetadataReference.CreateFromFile(path, properties)]
            : [];
    }

    /// <summary>Not for the sake of the tests themselves: a notebook has to bring the product by its own directives.</summary>
    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition,
        AssemblyIdentity referenceIdentity
    ) =>
        definition.Display != typeof(LoadedAssemblies).Assembly.Location && Find(referenceIdentity.Name) is { } path
            ? MetadataReference.CreateFromFile(path)
            : null;

    public override bool Equals(object? other) => other is LoadedAssemblies;

    public override int GetHashCode() => 0;

    private static string? Find(string name) =>
        Array.Find(Loadable, path => Path.GetFileNameWithoutExtension(path) == name);
}
