using System.CommandLine;
using Compare.Notebooks;
using Compare.Reports;

namespace Compare.Commands;

/// <summary><c>compare notebook</c>: makes the C# program of a notebook, for who has no kernel.</summary>
internal static class NotebookCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var files = new Argument<string[]>("FILE.ipynb")
        {
            Description = "C# notebooks; the program of each goes beside it.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("notebook", "Makes C# files that 'dotnet run' executes from notebooks.") { files };
        command.SetAction(parsed =>
        {
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var program = Path.ChangeExtension(file, ".cs");
                WholeFile.Write(program, NotebookProgram.Of(NotebookDocument.Read(file)));
                session.Output.WriteLine(program);
            }
            return ExitCode.Passed;
        });
        return command;
    }
}
