using System.Text.Json.Nodes;
using Compare.Notebooks;
using Compare.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Compare.Tests.Notebooks;

/// <summary>Runs the cells of a notebook in order, as the kernel .NET (C#) does, without it.</summary>
internal static class NotebookExecutor
{
    /// <summary>The usings that the kernel gives every cell; a notebook has to bring the others.</summary>
    private static readonly string[] KernelUsings =
    [
        "System",
        "System.Text",
        "System.Collections",
        "System.Collections.Generic",
        "System.Threading.Tasks",
        "System.Linq",
    ];

    /// <summary>Runs a notebook.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="folder">Where it lies; the working folder of its cells.</param>
    /// <returns>The outputs of each code cell.</returns>
    /// <exception cref="NotebookException">A cell does not compile, or throws.</exception>
    public static async Task<IReadOnlyList<JsonArray>> RunAsync(NotebookDocument notebook, string folder)
    {
        var options = ScriptOptions
            .Default.WithImports(KernelUsings)
            .WithReferences(LoadedAssemblies.Given)
            .WithLanguageVersion(LanguageVersion.Latest)
            .WithMetadataResolver(new LoadedAssemblies())
            .WithSourceResolver(new SourceFileResolver([], folder))
            .WithFilePath(Path.Combine(folder, notebook.Name));
        var outputs = new List<JsonArray>();
        var (console, working) = (Console.Out, Environment.CurrentDirectory);
        try
        {
            Environment.CurrentDirectory = folder;
            using var printed = CellOutputs.Console();
            Console.SetOut(printed);
            ScriptState? state = null;
            foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
                try
                {
                    state = state is null
                        ? await CSharpScript.RunAsync(cell.Source, options, new KernelGlobals())
                        : await state.ContinueWithAsync(cell.Source);
                    outputs.Add(CellOutputs.Take());
                }
                catch (Exception e)
                {
                    throw new NotebookException(notebook.Name, outputs.Count + 1, e);
                }
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = working;
            CellOutputs.Take();
        }
        return outputs;
    }
}
