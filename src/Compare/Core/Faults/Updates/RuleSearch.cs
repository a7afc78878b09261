using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Reference.Optimizers.Schedules;

namespace Compare.Faults.Updates;

/// <summary>Finds the update rule that made a trace, and its hyper-parameters, from parameters and gradients alone.</summary>
/// <remarks>
/// A candidate (<see cref="RuleStructure"/>) is a rule with its options decided and its hyper-parameters open. What the program says of its
/// rule is tried first, then the hyper-parameters that most programs have (<see cref="UsualValues"/>), then any, by least squares; each time
/// from the simplest candidates on. Of equally simple ones that fit, the one with the shortest numbers is taken. Then each
/// hyper-parameter is moved, while the others are fitted again, to see how far it can go: that is what the trace leaves open. The search
/// looks at a sample of the trace, so the caller has to hold all elements and updates against what it returns.
/// </remarks>
internal static class RuleSearch
{
    private const int MostExtras = 3;
    private const int MostExtrasSolvedFor = 2;

    /// <summary>Searches.</summary>
    /// <param name="trace">The trace; something moves in it.</param>
    /// <param name="declared">What the program says of its rule; null for nothing.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>The rule, or null if none fits.</returns>
    public static IdentifiedRule? Identify(UpdateTrace trace, Declaration? declared = null, int threads = 1) =>
        Identify(trace, TraceSample.PrecisionOf(trace), declared ?? Declaration.None, [], threads);

    /// <summary>The rule with a schedule of the step size, where no constant one fits.</summary>
    private static IdentifiedRule? WithSchedule(UpdateTrace trace, Declaration declared, int threads)
    {
        if (trace.StepSizeFactors is not null)
            return null;
        foreach (var schedule in new ScheduleSearch(trace, declared, threads).Find())
            if (
                Identify(
                    trace,
                    TraceSample.PrecisionOf(trace),
                    declared,
                    [],
                    threads,
                    solves: false,
                    schedule: schedule
                ) is
                { } identified
            )
                return identified;
        return null;
    }

    /// <summary>Searches again where a rule does not reproduce all elements: for another one, or for other hyper-parameters.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="identified">What was identified on a sample of it.</param>
    /// <param name="declared">What the program says of its rule.</param>
    /// <param name="elements">Elements that it does not reproduce.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>A rule that reproduces the sample and these elements; null if none was found.</returns>
    public static IdentifiedRule? Again(
        UpdateTrace trace,
        IdentifiedRule identified,
        Declaration declared,
        IReadOnlyCollection<int> elements,
        int threads
    ) =>
        Identify(
            trace,
            identified.Precision,
            declared,
            elements,
            threads,
            solves: false,
            schedule: identified.Rule.Schedule
        ) ?? Refit(trace, identified, elements);

    private static IdentifiedRule? Refit(
        UpdateTrace trace,
        IdentifiedRule identified,
        IReadOnlyCollection<int> elements
    )
    {
        var sample = new TraceSample(trace, identified.Precision, elements);
        IReadOnlyList<UpdateParameter> free = [.. identified.Parameters.Select(fitted => fitted.Parameter)];
        // What the sample left open is what went wrong, so the usual values have their turn.
        IEnumerable<Optimizer> starts =
        [
            identified.Rule,
            .. free.SelectMany(parameter => parameter.Usual.Select(value => parameter.Set(identified.Rule, value))),
        ];
        if (TraceSample.Rounded(sample.ManyFit.Solve(Plain, starts, free).Rule, free, sample.Many) is not { } rule)
            return null;
        var (settled, parameters) = new Determination(Plain, rule, free, sample.Many, sample.ManyFit).Settle();
        return identified with { Rule = settled, Parameters = parameters };
    }

    /// <summary>Whether a rule reproduces all updates with another value of a hyper-parameter as well, the others following.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="identified">The rule.</param>
    /// <param name="parameter">The hyper-parameter.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether it does.</returns>
    public static bool Reproduces(UpdateTrace trace, IdentifiedRule identified, UpdateParameter parameter, double value)
    {
        if (!parameter.Accepts(value))
            return false;
        var all = UpdateEvidence.Of(
            trace,
            [.. Enumerable.Range(0, trace.Parameters)],
            trace.Updates,
            identified.Precision
        );
        var rule = parameter.Set(identified.Rule, value);
        if (UpdateComparison.Ratio(Plain(rule), all) <= 1)
            return true;
        var rest = identified.Parameters.Select(fitted => fitted.Parameter).Where(other => other != parameter).ToList();
        var sample = new TraceSample(trace, identified.Precision);
        return TraceSample.Rounded(sample.ManyFit.Solve(Plain, [rule], rest).Rule, rest, sample.Many) is { } solved
            && UpdateComparison.Ratio(Plain(solved), all) <= 1;
    }

    private static IdentifiedRule? Identify(
        UpdateTrace trace,
        Precision precision,
        Declaration declared,
        IReadOnlyCollection<int> including,
        int threads,
        bool solves = true,
        Schedule? schedule = null
    )
    {
        var sample = new TraceSample(trace, precision, including);
        IdentifiedRule? Simplest(
            int extras,
            Func<IReadOnlyList<RuleStructure>, IEnumerable<(RuleStructure, Optimizer)>> find
        )
        {
            foreach (var structures in RuleStructure.ByExtras(extras))
            {
                var fitting = find([.. structures.Select(structure => structure.In(precision).Following(schedule))])
                    .Select(found => (Structure: found.Item1, Rule: Tightened(found.Item2, sample)))
                    .ToList();
                if (fitting.Count > 0)
                    return Chosen(fitting, declared, sample);
            }
            return null;
        }
        IdentifiedRule? Usual(Declaration declared)
        {
            var usual = new UsualValues(declared, sample);
            return Simplest(
                MostExtras,
                structures =>
                    structures
                        .Where(declared.Allows)
                        .InParallel(threads, structure => (structure, usual.Find(structure, Plain)))
                        .Where(found => found.Item2 is not null)!
            );
        }
        IEnumerable<(RuleStructure, Optimizer)> Solved(IReadOnlyList<RuleStructure> structures) =>
            sample.Solve(structures, structure => structure, _ => Plain, threads);
        return (declared.IsTelling ? Usual(declared) : null)
            ?? Usual(Declaration.None)
            ?? (solves ? WithSchedule(trace, declared, threads) ?? Simplest(MostExtrasSolvedFor, Solved) : null);
    }

    /// <summary>The simplest of the rules that fit, with what the trace leaves open.</summary>
    private static IdentifiedRule Chosen(
        List<(RuleStructure Structure, Optimizer Rule)> fitting,
        Declaration declared,
        TraceSample sample
    )
    {
        var covered = RuleNames.Meant(declared.Name);
        var named = fitting.Where(fit => covered.Contains(fit.Rule.Name)).ToList();
        var candidates = named.Count > 0 ? named : fitting;
        // Weight decay before and after the update are equal in algebra: the rounder numbers were meant.
        var (structure, rule) = candidates
            .OrderBy(candidate => candidate.Structure.Free.Count)
            .ThenBy(candidate => candidate.Rule.ComplementsInFormat)
            .ThenBy(candidate => Length(candidate.Structure, candidate.Rule))
            .First();
        var kept = structure.Free.Where(parameter => declared.Of(parameter) == parameter.Get(rule)).ToList();
        var (settled, parameters) = new Determination(Plain, rule, structure.Free, sample.Many, sample.ManyFit).Settle(
            kept
        );
        // Every rule becomes plain gradient descent with the right hyper-parameters, so that says nothing.
        var others = fitting
            .Where(other => !settled.IsPlain || other.Structure.Free.Count <= structure.Free.Count)
            .Select(other => other.Rule.Name)
            .Where(name => name != settled.Name)
            .Distinct();
        return new IdentifiedRule(settled, parameters, sample.Precision, [.. others]);
    }

    private static int Length(RuleStructure structure, Optimizer rule) =>
        structure.Free.Sum(parameter => FittedParameter.LengthOf(parameter.Get(rule)!.Value));

    /// <summary>The rule without that allowance, where it does without.</summary>
    private static Optimizer Tightened(Optimizer rule, TraceSample sample) =>
        rule with { ComplementsInFormat = false } is var tight && sample.IsReproducedBy(Plain(tight)) ? tight : rule;

    private static UpdateVariant Plain(Optimizer rule) => new(rule);
}
