using System.CommandLine;

namespace Compare.Commands;

/// <summary><c>compare record</c>: prints the recorder for Python programs.</summary>
internal static class RecordCommand
{
    private const string Resource = "compare_record.py";

    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var python = new Option<bool>("--python")
        {
            Description =
                "Print compare_record.py, which records a PyTorch or NumPy training loop: compare record --python > compare_record.py",
        };
        var command = new Command(
            "record",
            "Prints the recorder for Python. In Python: r = Recorder('run_a'); r.watch(model, optimizer), or r.array(name, value) and r.next(). In C#: Recorder of Compare.Core, and record.Watch(module, optimizer) of Compare.Sides. Then: compare runs run_a run_b."
        )
        {
            python,
        };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(python))
                throw new CommandException(
                    ExitCode.Usage,
                    "say which recorder: 'compare record --python > compare_record.py'; 'compare record --help' shows how it is used."
                );
            using var stream = typeof(RecordCommand).Assembly.GetManifestResourceStream(Resource)!;
            using var reader = new StreamReader(stream);
            session.Output.Write(reader.ReadToEnd());
            return ExitCode.Passed;
        });
        return command;
    }
}
