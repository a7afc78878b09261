using Compare.Oracles;
using Compare.Oracles.Gradients;
using Compare.Oracles.Updates;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Updates;

/// <summary>
/// The step-locked check: at every update the second side is given the first side's parameters, gradient and optimizer state, both
/// make one step, and what they arrive at is held against a bound. An error of this update is told apart from one that was inherited.
/// </summary>
/// <remarks>
/// The rules are elementwise, so a bound is evaluated only for the elements that differ; at the updates of <see cref="IsMilestone"/> it
/// is evaluated for all, to see whether the check could have failed, and loss and gradients of both sides are compared as well.
/// </remarks>
/// <param name="first">The side whose run is followed.</param>
/// <param name="second">The side that is put in its place at every update.</param>
/// <param name="threads">Greatest number of threads of the bounds.</param>
public sealed class StepLockedCheck(ISide first, ISide second, int threads = 1)
{
    /// <summary>The name of the check in findings.</summary>
    public const string Name = "step-locked";

    /// <summary>Runs the updates.</summary>
    /// <param name="run">The training run.</param>
    /// <param name="cancellation">Ends the run early; what was compared up to then counts.</param>
    /// <returns>
    /// Findings on the initial state, the loss, the gradient, each state slot and the parameters, each the worst over all updates,
    /// tensors and elements.
    /// </returns>
    public IReadOnlyList<Finding> Run(TrainingProblem run, CancellationToken cancellation) =>
        run.Precision == Precision.Float32 ? Run<Binary32>(run, cancellation) : Run<Binary64>(run, cancellation);

    /// <summary>The updates, numbered from 1, at which everything is compared: 1, 2, 5, 10, 20, 50 and so on.</summary>
    /// <param name="update">The update.</param>
    /// <returns>Whether it is one of them.</returns>
    internal static bool IsMilestone(int update)
    {
        while (update % 10 == 0)
            update /= 10;
        return update is 1 or 2 or 5;
    }

    private List<Finding> Run<TFormat>(TrainingProblem run, CancellationToken cancellation)
        where TFormat : IFloatFormat
    {
        if (
            Refusal.Of(new FindingHead(FindingKey.Of(Name).With(run.KeyParts), run.Words), run, first, second) is
            { } skipped
        )
            return [skipped];
        using var a = first.Start(run.Model, run.Precision, run.Parameters, run.Rule);
        using var b = second.Start(run.Model, run.Precision, run.Parameters, run.Rule);
        var tallies = new UpdateTallies(first.Name, second.Name, run.Rule.SlotNames());
        var initial = (A: a.Save(), B: b.Save());
        tallies.CompareInitial(initial.A, initial.B);
        var kept = new KeptUpdates(run.Rule, run.Precision);
        IReadOnlyList<NamedArray>? previous = null;
        var gradients = new Dictionary<string, Finding>();
        string? divergence = null;
        var done = 0;
        while (done < run.Set.Batches.Count && divergence is null && !cancellation.IsCancellationRequested)
        {
            var update = done++;
            var batch = run.Set.Batch(update);
            var before = a.Save();
            b.Load(before);
            var trace = a.Gradient(batch);
            if (IsMilestone(update + 1))
                CompareGradients(run, before, batch, trace, b.Gradient(batch), update + 1, gradients);
            a.Update(trace.Gradients);
            b.Update(trace.Gradients);
            var (afterA, afterB) = (a.Save(), b.Save());
            var step = new BoundedStep<TFormat>(run.Rule, before, trace.Gradients);
            var outside = tallies.Outside;
            tallies.Compare(update + 1, step, before, afterA, afterB, all: IsMilestone(update + 1));
            kept.Keep(before, trace.Gradients, previous, afterA, afterB, failed: tallies.Outside > outside);
            previous = trace.Gradients;
            if (!IsFinite(afterA) || !IsFinite(afterB))
                divergence = Divergence(update + 1, afterA, afterB);
        }
        var circumstances = $"{done} updates{(divergence is null ? "" : $", {divergence}")}";
        return
        [
            .. gradients
                .Values.Concat(
                    tallies.Complete(
                        part => Head(run, part),
                        UpdateDiagnosis.Of(run.Rule, initial.A, initial.B, kept, failed: tallies.Outside > 0)
                    )
                )
                .Select(finding => finding with { Notes = [circumstances, .. finding.Notes] }),
        ];
    }

    private void CompareGradients(
        TrainingProblem run,
        TrainingState at,
        Batch batch,
        GradientTrace a,
        GradientTrace b,
        int update,
        Dictionary<string, Finding> worst
    )
    {
        var problem = new Problem(run.Model, run.Precision, at.Parameters, batch);
        var bounds = Judgement.BoundsOf(problem, threads);
        for (var t = 0; t < bounds.Count; t++)
        {
            if (a.Tensors[t] is not { } x || b.Tensors[t] is not { } y)
                continue;
            var part = t == 0 ? "loss" : "gradient";
            var finding = Comparison.OfSides(Head(run, part), (first.Name, x), (second.Name, y), bounds[t]);
            if (finding.Location is { } location)
                finding = finding with { Location = location with { Update = update } };
            // The first failure is the one to look at; without one, the finding nearest to its bound.
            if (
                !worst.TryGetValue(part, out var known) || (known.Status != Status.Disagrees && IsWorse(finding, known))
            )
                worst[part] = finding;
        }
    }

    private static bool IsWorse(Finding finding, Finding known) =>
        finding.Status == Status.Disagrees
        || (known.Status == Status.Vacuous && finding.Status != Status.Vacuous)
        || (finding.Status != Status.Vacuous && finding.Ratio > known.Ratio);

    private FindingHead Head(TrainingProblem run, string part) =>
        new(
            FindingKey.Of("updates").With(run.KeyParts).With(KeyPart.Method, Name).With(KeyPart.Tensor, part),
            $"{run.Words}, {Name}, {part}: {first.Name} against {second.Name}"
        );

    private string Divergence(int update, TrainingState a, TrainingState b) =>
        (IsFinite(a), IsFinite(b)) switch
        {
            (false, false) => FormattableString.Invariant(
                $"both sides leave the range of the format at update {update}"
            ),
            (false, true) => FormattableString.Invariant(
                $"{first.Name} leaves the range of the format at update {update}"
            ),
            _ => FormattableString.Invariant($"{second.Name} leaves the range of the format at update {update}"),
        };

    private static bool IsFinite(TrainingState state) =>
        state.Parameters.All(p => p.IsFinite) && state.Slots.All(slots => slots.All(slot => slot.IsFinite));
}
