using Compare.Faults.Rules;
using Compare.Faults.Updates;
using Compare.Oracles;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Checks.Updates;

/// <summary>Holds updates that somebody's optimizer made against the rule that it should follow, each from where it arrived itself.</summary>
internal static class RuleCheck
{
    /// <summary>Checks all elements of all updates.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="head">Key and subject.</param>
    /// <param name="trace">The updates.</param>
    /// <param name="party">What to call whoever made them.</param>
    /// <param name="place">Tensor, row and words of an element of the trace.</param>
    /// <returns>
    /// The finding: a failure has the planted mistake that gives these numbers, a hyper-parameter that was solved for, or the rule that
    /// the updates do follow; a pass has what it would have caught.
    /// </returns>
    public static Finding Of(
        Optimizer rule,
        FindingHead head,
        UpdateTrace trace,
        string party,
        Func<int, Location> place
    )
    {
        int[] all = [.. Enumerable.Range(0, trace.Parameters)];
        var evidence = UpdateEvidence.Of(trace, all, trace.Updates, trace.Precision);
        var tally = new Tally();
        UpdateComparison.Compare(
            new UpdateVariant(rule),
            evidence,
            (update, _, _, element, recorded, replayed, allowed) =>
            {
                if (Math.Abs(recorded - evidence.Records[update].Tensors[0].Before[element]) > allowed)
                    tally.CouldHaveFailed();
                tally.Add(
                    Comparison.Distance(recorded, replayed),
                    allowed,
                    () =>
                        place(element) with
                        {
                            Update = update + 1,
                            Values = [new(party, recorded), new("right", replayed)],
                        }
                );
                return true;
            }
        );
        var finding = tally.Complete(
            head,
            "no update changed a parameter by more than its bound",
            () => Explain(rule, evidence, trace)
        );
        return finding.Status == Status.Disagrees ? finding : finding with { Power = UpdatePower.Of(rule, evidence) };
    }

    private static Cause Explain(Optimizer rule, UpdateEvidence evidence, UpdateTrace trace)
    {
        var finder = new UpdateCauseFinder(rule, evidence);
        if (finder.Find() is { } explanation)
            return explanation.Cause;
        if (trace.Theta.IsFinite && RuleSearch.Identify(trace, threads: Environment.ProcessorCount) is { } identified)
            return new Cause(
                "another-rule",
                $"it follows another rule, {identified.Words}: {string.Join("; ", identified.Parameters.Select(fitted => fitted.Words))}"
            );
        return Cause.Hint(finder.Hint()) with { Equation = rule.StepEquation };
    }
}
