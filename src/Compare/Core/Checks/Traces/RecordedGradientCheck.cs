using Compare.Checks.Gradients;
using Compare.Faults.Gradients;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
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
            trace.Activation is null
                ? $"the archive names no activation; {chosen.Model.ActivationWords} fits best"
                : null,
            readings.Count > 1 && trace.OtherLayouts.Count > 0 ? $"read as {chosen.Trace.Layout.Words}" : null,
            .. chosen.Trace.Notes.Select(note => note.TrimEnd('.')),
        ];
        findings[0] = notes.Aggregate(findings[0], (finding, note) => finding.Noting(note));
        foreach (var reservation in Reservations(chosen.Trace))
            findings[0] = findings[0].Reserving(reservation);
        return new Survey(findings, []);
    }

    private static IEnumerable<(RecordedGradient Trace, ModelSpec Model)> Readings(RecordedGradient trace) =>
        from reading in new[] { trace }.Concat(trace.OtherLayouts.Select(trace.ReadAs))
        from activation in trace.Activation is { } named ? [named] : Activation.Names
        select (reading, ModelOf(reading, activation));

    private static ModelSpec ModelOf(RecordedGradient trace, string activation)
    {
        var (inputs, hidden) = (trace.Layout.Inputs, trace.Layout.Hidden);
        return trace.Biases.All(bias => bias is null)
            ? new AutoencoderSpec(activation, inputs, hidden)
            : new NetworkSpec(
                inputs,
                [
                    new LayerSpec(hidden, Activation.Named(activation), trace.Biases[0] is not null),
                    new LayerSpec(inputs, Activation.None, trace.Biases[1] is not null),
                ],
                LossFunction.SquaredError,
                Target.Inputs
            );
    }

    /// <summary>What lies in the file otherwise than the gradient of its argument must.</summary>
    private static IEnumerable<string> Reservations(RecordedGradient trace)
    {
        if (trace.Layout.W1 != trace.Layout.DW1)
            yield return "the file has dW1 as the transpose of what W1 is";
        if (trace.Layout.W2 != trace.Layout.DW2)
            yield return "the file has dW2 as the transpose of what W2 is";
    }

    private static List<Finding> Check((RecordedGradient Trace, ModelSpec Model) reading, int threads)
    {
        var recorded = new GivenGradient(Program, _ => Recorded(reading.Trace));
        List<Finding> In(Problem problem) =>
            [
                .. new GradientCheck(new ReferenceSide(threads), recorded, threads: threads)
                    .Run(problem, directions: 0)
                    .Findings,
            ];
        var problem = ProblemOf(reading);
        var findings = In(problem);
        if (!findings.Exists(IsSinglePrecision))
            return findings;
        // float32 numbers are often widened before they are saved.
        var single = In(problem with { Precision = Precision.Float32 });
        for (var i = 0; i < findings.Count; i++)
            if (IsSinglePrecision(findings[i]) && single[i].Status is Status.Agrees or Status.Rounding)
                findings[i] = single[i]
                    .Reserving(
                        $"the gradient {single[i].Key[KeyPart.Tensor]} is right to float32 accuracy: its numbers are floats"
                    );
        return findings;
    }

    private static bool IsSinglePrecision(Finding finding) =>
        finding is { Status: Status.Disagrees, Cause.Id: FittedTerms.SinglePrecision };

    /// <summary>How much has to be assumed for a reading: 0 if it agrees, a mistake for each tensor's cause, most where there is none.</summary>
    private static int Doubt((RecordedGradient Trace, ModelSpec Model) reading, int threads)
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
            mistakes.Contains(null)
            && new ChangedWeights(problem, threads).Explain(Recorded(reading.Trace).Gradients) is not null
            ? mistakes.Count
            : mistakes.Sum(count => count ?? unexplained);
    }

    private static Problem ProblemOf((RecordedGradient Trace, ModelSpec Model) reading)
    {
        // A program that computes in float32 has rounded what it was given.
        var (trace, model) = reading;
        double[] Round(double[] values) =>
            trace.Precision == Precision.Float32 ? Array.ConvertAll(values, value => (double)(float)value) : values;
        return new Problem(
            model,
            trace.Precision,
            [
                .. WithBiases(trace.Parameters, trace, bias => bias.Value)
                    .Select(tensor => tensor with { Values = Round(tensor.Values) }),
            ],
            new Batch(trace.Layout.Batch, Round(trace.X.Values), [])
        );
    }

    private static GradientTrace Recorded(RecordedGradient trace) =>
        new(trace.Loss, WithBiases(trace.Gradients, trace, bias => bias.Gradient));

    /// <summary>What belongs to the weights, each followed by what belongs to the layer's bias.</summary>
    private static List<NamedArray> WithBiases(
        IReadOnlyList<NamedArray> weights,
        RecordedGradient trace,
        Func<RecordedBias, NamedArray> part
    ) =>
        [
            .. weights.SelectMany(
                (tensor, layer) => trace.Biases[layer] is { } bias ? new[] { tensor, part(bias) } : [tensor]
            ),
        ];
}
