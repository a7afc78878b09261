using System.Text.Json.Nodes;
using Compare.Checks;
using Compare.Data;
using Compare.Reports;
using Compare.Sides;

namespace Compare.Commands;

/// <summary>The flow of every command that runs checks: data, sides, checks, report.</summary>
internal static class CheckRun
{
    private const int Batch = 100;

    /// <summary>Runs the sections and leaves the report.</summary>
    /// <param name="settings">The resolved options.</param>
    /// <param name="preview">Whether to add the short training.</param>
    /// <param name="session">Streams.</param>
    /// <param name="cancellation">Ends the run early; what is finished is saved.</param>
    /// <returns>The exit code.</returns>
    public static int Execute(RunSettings settings, bool preview, Session session, CancellationToken cancellation)
    {
        var data = Datasets.Load(settings.Data, cancellation);
        var torch = TorchSide.Open(settings.Device, settings.Threads);
        var reference = new ReferenceSide(settings.Threads);
        var files = ReportFiles.In(settings.Output);
        var started = TimeProvider.System.GetTimestamp();
        var figures = new List<Figure>();
        Survey survey;
        using (var progress = new ProgressNotes(session, enabled: !settings.Quiet && !settings.NoProgress))
        {
            survey = new GradientSurvey(
                reference,
                torch,
                data.Train,
                settings.Activations,
                settings.Hidden,
                settings.Precisions,
                Math.Min(Batch, data.Train.Count),
                settings.Seed,
                settings.Threads
            ).Run(progress.Report, cancellation);
            figures.AddRange(survey.Figures);
            if (preview)
                figures.AddRange(
                    new TrainingPreview(reference, torch, data.Train, settings.Seed).Run(progress.Report, cancellation)
                );
        }
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var report = new Report(
            settings.Command,
            survey.Findings,
            figures,
            RunEnvironment.Describe(torch, settings.Threads, seconds),
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
            ["batch"] = Math.Min(Batch, data.Train.Count),
            ["seed"] = settings.Seed,
            ["device"] = settings.Device,
            ["activations"] = new JsonArray([.. settings.Activations.Select(name => JsonValue.Create(name))]),
            ["hidden"] = new JsonArray([.. settings.Hidden.Select(k => JsonValue.Create(k))]),
            ["precisions"] = new JsonArray([.. settings.Precisions.Select(p => JsonValue.Create(p.Name()))]),
            ["relu'(0)"] = ReferenceSide.ReluDerivativeAtZero,
        };
        if (interrupted)
            described[Report.InterruptedSetting] = true;
        return described;
    }
}
