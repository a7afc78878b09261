// Lets a notebook use Compare as it was built. Every assembly that Compare.dll depends on, managed or native, comes from its output
// folder into a load context of its own, whatever versions the notebook's program has loaded for itself. This has to run before a
// cell touches a type of Compare.
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

sealed class CompareContext(string program) : AssemblyLoadContext("Compare")
{
    private readonly AssemblyDependencyResolver _files = new(program);

    public Assembly Find(AssemblyName name) =>
        _files.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;

    // What the program that shows the results knows has to be the same type on both sides.
    protected override Assembly Load(AssemblyName name) =>
        name.Name.StartsWith("Microsoft.DotNet.Interactive") || name.Name == "Microsoft.AspNetCore.Html.Abstractions"
            ? null
            : Find(name);

    protected override nint LoadUnmanagedDll(string name) =>
        _files.ResolveUnmanagedDllToPath(name) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}

// Where Compare is part of the program already, as in its own tests, there is nothing to do.
if (AppDomain.CurrentDomain.GetAssemblies().All(assembly => assembly.GetName().Name != "Compare"))
{
    var compare = new CompareContext(Path.GetFullPath("../src/Compare/bin/Release/net10.0/Compare.dll"));
    AssemblyLoadContext.Default.Resolving += (_, name) => compare.Find(name);
}
