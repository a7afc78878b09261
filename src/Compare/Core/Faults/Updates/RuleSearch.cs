using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;

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
        Usual(trace, declared ?? Declaration.None, threads) ?? Solve(trace, declared ?? Declaration.None, threads);

    /// <summary>Searches among rules with declared or usual hyper-parameters, or with a schedule of the step size.</summary>
    /// <param name="trace">The trace; something moves in it.</param>
    /// <param name="declared">What the program says of its rule.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>The rule, or null if none fits.</returns>
    public static IdentifiedRule? Usual(UpdateTrace trace, Declaration declared, int threads)
    {
        var sample = new TraceSample(trace, TraceSample.PrecisionOf(trace));
        var search = new StructureSearch(sample, declared, threads);
        return (declared.IsTelling ? search.Usual(declared, 0, MostExtras) : null)
            // More programs have a schedule than many options, and it takes less time to see.
            ?? search.Usual(Declaration.None, 0, ScheduleSearch.MostExtras)
            ?? (sample.IsWithinRounding ? null : WithSchedule(trace, declared, ScheduleSearch.MostExtras, threads))
            ?? search.Usual(Declaration.None, ScheduleSearch.MostExtras + 1, MostExtras);
    }

    /// <summary>Searches for any hyper-parameters by least squares.</summary>
    /// <param name="trace">The trace; something moves in it.</param>
    /// <param name="declared">What the program says of its rule.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>The rule, or null if none fits, or if steps are too short to solve for anything.</returns>
    public static IdentifiedRule? Solve(UpdateTrace trace, Declaration declared, int threads)
    {
        var sample = new TraceSample(trace, TraceSample.PrecisionOf(trace));
        return sample.IsWithinRounding
            ? null
            : new StructureSearch(sample, declared, threads).Solved(MostExtrasSolvedFor);
    }

    /// <summary>Searches among rules with the likeliest hyper-parameters.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="declared">What the program says of its rule.</param>
    /// <param name="values">The hyper-parameters that are not to be the usual ones.</param>
    /// <param name="extras">The greatest number of options.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>The rule, or null if none fits.</returns>
    public static IdentifiedRule? IdentifyLikeliest(
        UpdateTrace trace,
        Declaration declared,
        Declaration values,
        int extras,
        int threads
    ) =>
        new StructureSearch(new TraceSample(trace, TraceSample.PrecisionOf(trace)), declared, threads).Likeliest(
            values,
            extras
        );

    /// <summary>The rule with a schedule of the step size, where no constant one fits.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="declared">What the program says of its rule.</param>
    /// <param name="extras">The greatest number of options.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>The rule, or null if none fits.</returns>
    public static IdentifiedRule? WithSchedule(UpdateTrace trace, Declaration declared, int extras, int threads)
    {
        if (trace.StepSizeFactors is not null)
            return null;
        var sample = new TraceSample(trace, TraceSample.PrecisionOf(trace));
        return new ScheduleSearch(trace, declared, extras, threads)
            .Find()
            .Select(schedule => new StructureSearch(sample, declared, threads, schedule).Usual(extras))
            .FirstOrDefault(identified => identified is not null);
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
        new StructureSearch(
            new TraceSample(trace, identified.Precision, elements),
            declared,
            threads,
            identified.Rule.Schedule
        ).Usual(identified.Rule.Schedule is null ? MostExtras : ScheduleSearch.MostExtras)
        ?? Refit(trace, identified, elements);

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

    private static UpdateVariant Plain(Optimizer rule) => new(rule);
}
