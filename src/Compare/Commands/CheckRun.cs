using System.Text.Json.Nodes;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Reports;
using Compare.Results;
using Compare.Sides;

namespace Compare.Commands;

/// <summary>The flow of every command that runs checks: data, sides, sections, report.</summary>
internal static class CheckRun
{
    /// <summary>Runs the sections and leaves the report.</summary>
    /// <param name="settings">The resolved options.</param>
    /// <param name="sections">The checks in the order of the report.</param>
    /// <param name="session">Streams.</param>
    /// <param name="cancellation">Ends the run early; what is finished is saved.</param>
    /// <param name="require">Refuses settings that do not fit the data, before anything is written.</param>
    /// <returns>The exit code.</returns>
    public static int Execute(
        RunSettings settings,
        IReadOnlyList<Section> sections,
        Session session,
        CancellationToken cancellation,
        Action<SectionInputs>? require = null
    )
    {
        var data = Datasets.Load(settings.Data, cancellation);
        var torch = TorchSide.Open(settings.Device, settings.Threads);
        var inputs = new SectionInputs(settings, data.Train, new ReferenceSide(settings.Threads), torch)
        {
            Data = data,
        };
        require?.Invoke(inputs);
        var files = ReportFiles.In(settings.Output);
        var started = TimeProvider.System.GetTimestamp();
        var findings = new List<Finding>();
        var figures = new List<Figure>();
        var circumstances = new Dictionary<string, string>();
        foreach (var section in sections)
        {
            using var progress = new ProgressNotes(session, enabled: !settings.Quiet && !settings.NoProgress);
            var survey = section(inputs, progress.Report, cancellation);
            findings.AddRange(survey.Findings);
            figures.AddRange(survey.Figures);
            foreach (var (name, value) in survey.Environment)
                circumstances[name] = value;
        }
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var environment = RunEnvironment.Describe(torch, settings.Threads, seconds);
        foreach (var (name, value) in circumstances)
            environment[name] = value;
        var report = new Report(
            settings.Command,
            findings,
            figures,
            environment,
            Describe(settings, data, cancellation.IsCancellationRequested)
        );
        files.Write(report);
        if (settings.Json)
            session.Output.Write(JsonWriter.Write(report));
        else
            ConsoleWriter.Write(report, session.Output, session.OutputColour, settings.Quiet, files.Html);
        return report.Passed ? ExitCode.Passed : ExitCode.Failed;
    }

    private static JsonObject Describe(RunSettings settings, Dataset data, bool interrupted)
    {
        var described = new JsonObject
        {
            ["data"] = data.Name,
            ["data sha256"] = data.Train.Sha256,
            ["seed"] = settings.Seed,
            ["device"] = settings.Device,
            ["precisions"] = new JsonArray([.. settings.Precisions.Select(p => JsonValue.Create(p.Name()))]),
            ["relu'(0)"] = Activation.ReluDerivativeAtZero,
        };
        foreach (var (name, value) in settings.Given)
            described[name] = value;
        if (interrupted)
            described[Report.InterruptedSetting] = true;
        return described;
    }
}
