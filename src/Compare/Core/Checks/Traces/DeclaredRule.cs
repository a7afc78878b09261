using Compare.Faults.Rules;
using Compare.Faults.Updates;
using Compare.Oracles;
using Compare.Problems.Recorded;
using Compare.Results;

namespace Compare.Checks.Traces;

/// <summary>Holds what a file says of its optimizer against the rule that its numbers follow.</summary>
internal static class DeclaredRule
{
    /// <summary>What torch.optim.AdamW decays by where nobody says otherwise.</summary>
    private const double UsualDecay = 0.01;

    /// <summary>Key and subject of the finding on a name.</summary>
    /// <param name="name">As it stands in the file.</param>
    /// <returns>What a finding begins with.</returns>
    public static FindingHead NameHead(string name) =>
        RecordedOptimizerCheck.Head("name", $"its name '{name}' against the identified rule");

    /// <summary>Checks the name.</summary>
    /// <param name="name">As it stands in the file.</param>
    /// <param name="trace">The file.</param>
    /// <param name="identified">What its numbers follow.</param>
    /// <returns>The finding.</returns>
    public static Finding CheckName(string name, RecordedOptimizer trace, IdentifiedRule identified)
    {
        var head = NameHead(name);
        var covered = RuleNames.Covered(name);
        if (covered.Count == 0 && !RuleNames.IsElsewhere(name))
            return head.Complete(
                Status.Undecided,
                cause: Cause.Reason(
                    $"'{name}' is no name that is known here; the updates are those of {identified.Words}"
                )
            );
        var decay = identified.Rule.WeightDecay;
        if (!covered.Any(known => known.Is(identified.Rule)))
            return head.Disagrees(
                new Cause("another-rule", $"the updates are not those of {name} but of {identified.Words}")
            );
        if (RuleNames.HasDecoupledDecay(name) is not { } decoupled)
            return head.Complete(Status.Agrees);
        if (!decoupled)
            return decay.Decoupled == 0
                ? head.Complete(Status.Agrees)
                : head.Disagrees(
                    new Cause(
                        "decay-decoupled",
                        $"{name} has its weight decay in the gradient; here it acts on the parameters, as AdamW's does",
                        "O.1",
                        "call it AdamW, or add lambda theta to the gradient"
                    )
                );
        if (decay.Coupled != 0)
            return head.Disagrees(
                new Cause(
                    "decay-coupled",
                    $"{name} has its weight decay outside the gradient; here it is in the gradient, as that of Adam",
                    "O.2",
                    "call it Adam, or multiply theta by 1 - gamma lambda'"
                )
            );
        var declared = trace.Declared.TryGetValue("weight_decay", out var given) ? given : UsualDecay;
        if (decay.Decoupled != 0 || declared == 0)
            return head.Complete(Status.Agrees);
        return RuleSearch.Reproduces(trace.Trace, identified, UpdateParameter.DecoupledDecay, declared)
            ? head.Complete(Status.Agrees)
                .Noting($"a weight decay of {Numbers.Text(declared)} is invisible in these updates")
            : head.Disagrees(
                new Cause(
                    "decay-missing",
                    $"{name} has weight decay; here there is none",
                    "O.2",
                    "decay, or call it Adam"
                )
            );
    }

    /// <summary>Checks hyper-parameters and options.</summary>
    /// <param name="trace">The file.</param>
    /// <param name="identified">What its numbers follow.</param>
    /// <returns>A finding for each that the file declares.</returns>
    public static IEnumerable<Finding> CheckValues(RecordedOptimizer trace, IdentifiedRule identified)
    {
        foreach (var (key, parameters) in Declaration.Keys)
            if (trace.Declared.TryGetValue(key, out var declared))
                yield return CheckValue(key, declared, parameters, trace, identified);
        foreach (var option in Declaration.Options)
            if (trace.Declared.TryGetValue(option, out var declared))
                yield return CheckOption(option, declared != 0, identified);
    }

    private static Finding CheckValue(
        string key,
        double declared,
        UpdateParameter[] parameters,
        RecordedOptimizer trace,
        IdentifiedRule identified
    )
    {
        var head = RecordedOptimizerCheck.Head(key, $"its {key} against the identified one");
        var fitted = identified.Parameters.FirstOrDefault(fitted => parameters.Contains(fitted.Parameter));
        if (fitted is not null)
        {
            var isInside =
                (declared >= fitted.Low && declared <= fitted.High)
                || RuleSearch.Reproduces(trace.Trace, identified, fitted.Parameter, declared);
            var error = Math.Abs(declared - fitted.Value);
            var range = Math.Max(fitted.High - fitted.Value, fitted.Value - fitted.Low);
            return head.Complete(
                Conclusion.Of(
                    isInside || declared == fitted.Value,
                    // A range that reaches from nothing to twice the value tells nothing.
                    couldHaveFailed: fitted.Low > 0 || fitted.High < 2 * declared,
                    isEqual: declared == fitted.Value
                ),
                error,
                isInside ? Math.Max(range, error) : range,
                new Location { Values = [new("in the file", declared), new("identified", fitted.Value)] },
                isInside || declared == fitted.Value
                    ? fitted.Low > 0 || fitted.High < 2 * declared
                        ? null
                        : Cause.Reason(fitted.Words)
                    : new Cause(
                        $"another-{key.Replace('_', '-')}",
                        $"the updates were made with {fitted.Parameter.Name} {Comparison.Show(fitted.Value)}, not with {Comparison.Show(declared)}",
                        fitted.Parameter.Equation
                    )
            );
        }
        if (parameters.FirstOrDefault(parameter => parameter.Get(identified.Rule) is not null) is not { } parameter)
            return declared == 0
                ? head.Complete(Status.Agrees, error: 0)
                : head.Disagrees(
                    new Cause(
                        $"no-{key.Replace('_', '-')}",
                        $"the updates are those of {identified.Words}, which has no {key}"
                    )
                );
        if (declared == parameter.Get(identified.Rule))
            return head.Complete(Status.Agrees, error: 0);
        return RuleSearch.Reproduces(trace.Trace, identified, parameter, declared)
            ? head.Complete(
                Status.Vacuous,
                cause: Cause.Reason($"{key} {Numbers.Text(declared)} and none give the same updates to rounding")
            )
            : head.Disagrees(
                new Cause(
                    $"another-{key.Replace('_', '-')}",
                    $"the updates were made without {parameter.Name}, not with {Comparison.Show(declared)}",
                    parameter.Equation
                )
            );
    }

    private static Finding CheckOption(string option, bool declared, IdentifiedRule identified)
    {
        var head = RecordedOptimizerCheck.Head(option, $"its option {option} against the identified rule");
        var has = KnownRules.Of(identified.Rule)?.Has(identified.Rule, option) ?? false;
        return has == declared
            ? head.Complete(Status.Agrees)
            : head.Disagrees(
                new Cause(
                    option,
                    $"the updates are those of {identified.Words}: {option} is {(has ? "on" : "off")}, and the file says {(declared ? "on" : "off")}"
                )
            );
    }
}
