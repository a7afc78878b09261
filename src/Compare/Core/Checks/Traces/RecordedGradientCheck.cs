using Compare.Checks.Gradients;
using Compare.Faults.Gradients;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Reference.Activations;
using Compare.Results;

namespace Compare.Checks.Traces;

/// <summary>Checks a gradient of the autoencoder that somebody else's program recorded.</summary>
/// <remarks>
/// A file may not name its activation, and its shapes may allow more than one layout of the arrays. Then every combination is checked.
/// If one agrees, its findings are returned; otherwise those of the combination that the fewest mistakes of the catalogue explain.
/// </remarks>
public static class RecordedGradientCheck
{
    private const string Program = "the recorded program";

    /// <summary>Checks the trace.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>
    /// Loss, if there is one, and both gradients against the from-scratch side and the judge. Failures name the mistake; the first
    /// finding's note says how the archive was read.
    /// </returns>
    public static Survey Run(RecordedGradient trace, int threads)
    {
        var readings = Readings(trace).ToList();
        var chosen = readings.Count == 1 ? readings[0] : readings.MinBy(reading => Doubt(reading, threads))!;
        var findings = Check(chosen, threads).ToList();
        string?[] notes =
        [
            trace.Activation is null ? $"the archive names no activation; {chosen.Model.Function} fits best" : null,
            readings.Count > 1 && trace.OtherLayouts.Count > 0 ? $"read as {chosen.Trace.Layout.Words}" : null,
            .. chosen.Trace.Notes.Select(note => note.TrimEnd('.')),
        ];
        findings[0] = notes.Aggregate(findings[0], (finding, note) => finding.Noting(note));
        return new Survey(findings, []);
    }

    private static IEnumerable<(RecordedGradient Trace, AutoencoderSpec Model)> Readings(RecordedGradient trace) =>
        from reading in new[] { trace }.Concat(trace.OtherLayouts.Select(trace.ReadAs))
        from activation in trace.Activation is { } named ? [named] : Activation.Names
        select (reading, new AutoencoderSpec(activation, reading.Layout.Inputs, reading.Layout.Hidden));

    private static IReadOnlyList<Finding> Check((RecordedGradient Trace, AutoencoderSpec Model) reading, int threads)
    {
        var problem = ProblemOf(reading);
        var recorded = new GivenGradient(Program, _ => Recorded(reading.Trace));
        return new GradientCheck(new ReferenceSide(threads), recorded, threads: threads)
            .Run(problem, directions: 0)
            .Findings;
    }

    /// <summary>How much has to be assumed for a reading: 0 if it agrees, a mistake for each tensor's cause, most where there is none.</summary>
    private static int Doubt((RecordedGradient Trace, AutoencoderSpec Model) reading, int threads)
    {
        const int unexplained = 100;
        var problem = ProblemOf(reading);
        var tensors = Recorded(reading.Trace).Tensors;
        var judged = Judgement.BoundsOf(problem, threads);
        var isWrong = tensors
            .Select(
                (tensor, t) =>
                    tensor is not null
                    && tensor
                        .Values.Where(
                            (value, i) => !(Math.Abs(value - judged[t].Values[i].Hi) <= 2 * judged[t].Bounds[i])
                        )
                        .Any()
            )
            .ToList();
        if (!isWrong.Contains(true))
            return 0;
        var mistakes = new GradientFinder(problem, threads)
            .Explain(tensors, isWrong)
            .Where((_, t) => isWrong[t])
            .Select(explanation => explanation?.Alternatives[0].Count)
            .ToList();
        return
            mistakes.Contains(null) && new ChangedWeights(problem, threads).Explain(reading.Trace.Gradients) is not null
            ? mistakes.Count
            : mistakes.Sum(count => count ?? unexplained);
    }

    private static Problem ProblemOf((RecordedGradient Trace, AutoencoderSpec Model) reading)
    {
        // A program that computes in float32 has rounded what it was given.
        var (trace, model) = reading;
        double[] Round(double[] values) =>
            trace.Precision == Precision.Float32 ? Array.ConvertAll(values, value => (double)(float)value) : values;
        return new Problem(
            model,
            trace.Precision,
            [.. trace.Parameters.Select(tensor => tensor with { Values = Round(tensor.Values) })],
            new Batch(trace.Layout.Batch, Round(trace.X.Values), [])
        );
    }

    private static GradientTrace Recorded(RecordedGradient trace) => new(trace.Loss, trace.Gradients);
}
