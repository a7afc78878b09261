using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;

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
    private const int MostDigits = 4;
    private const int FewElements = 12;
    private const int FewUpdates = 24;
    private const int ManyElements = 32;
    private const int ManyUpdates = 120;

    /// <summary>Steps of least squares that tell which rules are worth more of them, and how many rules are.</summary>
    private const int FirstSteps = 5;
    private const int Promising = 12;

    /// <summary>Searches.</summary>
    /// <param name="trace">The trace; something moves in it.</param>
    /// <param name="declared">What the program says of its rule; null for nothing.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>The rule, or null if none fits.</returns>
    public static IdentifiedRule? Identify(UpdateTrace trace, Declaration? declared = null, int threads = 1)
    {
        // float32 numbers are often widened before they are saved.
        var isWidened = trace.Precision == Precision.Float64 && trace.Theta.Values.All(x => (float)x == x);
        return Identify(trace, trace.Precision, declared ?? Declaration.None, [], threads)
            ?? (isWidened ? Identify(trace, Precision.Float32, declared ?? Declaration.None, [], threads) : null);
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
        Identify(trace, identified.Precision, declared, elements, threads, solves: false)
        ?? Refit(trace, identified, elements);

    private static IdentifiedRule? Refit(
        UpdateTrace trace,
        IdentifiedRule identified,
        IReadOnlyCollection<int> elements
    )
    {
        var evidence = Sample(trace, ManyElements, ManyUpdates, identified.Precision, elements);
        IReadOnlyList<UpdateParameter> free = [.. identified.Parameters.Select(fitted => fitted.Parameter)];
        var fit = new UpdateFit(evidence);
        // What the sample left open is what went wrong, so the usual values have their turn.
        IEnumerable<Optimizer> starts =
        [
            identified.Rule,
            .. free.SelectMany(parameter => parameter.Usual.Select(value => parameter.Set(identified.Rule, value))),
        ];
        if (Rounded(fit.Solve(Plain, starts, free).Rule, free, evidence) is not { } rule)
            return null;
        var (settled, parameters) = new Determination(Plain, rule, free, evidence, fit).Settle();
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
        var sample = Sample(trace, ManyElements, ManyUpdates, identified.Precision);
        return Rounded(new UpdateFit(sample).Solve(Plain, [rule], rest).Rule, rest, sample) is { } solved
            && UpdateComparison.Ratio(Plain(solved), all) <= 1;
    }

    /// <summary>Searches for a textbook rule that fits with a mistake of the catalogue in it.</summary>
    /// <param name="trace">A trace that no rule fits.</param>
    /// <param name="declared">What the program says of its rule.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>The rule and the mistake, or null if there is none.</returns>
    public static MistakenRule? IdentifyMistaken(UpdateTrace trace, Declaration declared, int threads)
    {
        var few = Sample(trace, FewElements, FewUpdates, trace.Precision);
        var many = Sample(trace, ManyElements, ManyUpdates, trace.Precision);
        var (fewFit, manyFit) = (new UpdateFit(few), new UpdateFit(many));
        var planted = Planted(trace.Precision).ToList();
        MistakenRule Settled(
            RuleStructure structure,
            Cause mistake,
            Func<Optimizer, UpdateVariant> plant,
            Optimizer rule
        ) =>
            new(
                new Determination(plant, rule, structure.Free, many, manyFit)
                    .Settle([.. structure.Free.Where(parameter => declared.Of(parameter) is not null)])
                    .Rule,
                mistake
            );
        MistakenRule? WithUsual(Declaration declared)
        {
            var values = new UsualValues(declared, few, many);
            var found = planted
                .Where(candidate => declared.Allows(candidate.Structure))
                .InParallel(
                    threads,
                    candidate => (Candidate: candidate, Rule: values.Find(candidate.Structure, candidate.Plant))
                )
                .Find(found => found.Rule is not null);
            return found.Rule is { } rule
                ? Settled(found.Candidate.Structure, found.Candidate.Mistake.Cause, found.Candidate.Plant, rule)
                : null;
        }
        MistakenRule? Solved()
        {
            var causes = planted.ToDictionary(found => found.Plant, found => found.Mistake.Cause);
            foreach (
                var (structure, plant, rule) in Solve(
                    planted.Select(found => (found.Structure, found.Plant)),
                    fewFit,
                    few,
                    manyFit,
                    many,
                    threads
                )
            )
                return Settled(structure, causes[plant], plant, rule);
            return null;
        }
        return (declared.IsTelling ? WithUsual(declared) : null)
            ?? WithUsual(Declaration.None)
            ?? new LateGradients(trace, declared).Find()
            ?? Solved();
    }

    /// <summary>Each mistake in each rule that it can be made in; a mistake in weight decay in the rules with weight decay.</summary>
    private static IEnumerable<(
        RuleStructure Structure,
        UpdateMistake Mistake,
        Func<Optimizer, UpdateVariant> Plant
    )> Planted(Precision precision)
    {
        foreach (var structures in RuleStructure.ByExtras(1))
        foreach (var structure in structures.Where(structure => structure.Extras == 0 || structure.Decays))
        foreach (var mistake in UpdateCatalogue.For(structure.Sample, tensors: 1, precision))
            if (
                !mistake.IsExample
                && (structure.Extras == 0 || mistake.Plant(new UpdateVariant(structure.Template)) is null)
            )
                yield return (
                    Formed(structure, precision),
                    mistake,
                    rule => mistake.Plant(new UpdateVariant(rule)) ?? new UpdateVariant(rule)
                );
    }

    /// <summary>The rule that comes nearest, whether it fits or not, among those of the textbook.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The rule.</returns>
    public static Optimizer Nearest(UpdateTrace trace)
    {
        var few = Sample(trace, FewElements, FewUpdates, trace.Precision);
        var fit = new UpdateFit(few);
        return RuleStructure.Plain.Select(structure => Fit(structure, fit, few, Plain)).MinBy(found => found.Sum).Rule;
    }

    private static IdentifiedRule? Identify(
        UpdateTrace trace,
        Precision precision,
        Declaration declared,
        IReadOnlyCollection<int> including,
        int threads,
        bool solves = true
    )
    {
        var few = Sample(trace, FewElements, FewUpdates, precision);
        var many = Sample(trace, ManyElements, ManyUpdates, precision, including);
        var (fewFit, manyFit) = (new UpdateFit(few), new UpdateFit(many));
        IdentifiedRule? Simplest(
            int extras,
            Func<IReadOnlyList<RuleStructure>, IEnumerable<(RuleStructure, Optimizer)>> find
        )
        {
            foreach (var structures in RuleStructure.ByExtras(extras))
            {
                var fitting = find([.. structures.Select(structure => Formed(structure, precision))])
                    .Select(found => (Structure: found.Item1, Rule: Tightened(found.Item2, few, many)))
                    .ToList();
                if (fitting.Count > 0)
                    return Chosen(fitting, declared, many, manyFit);
            }
            return null;
        }
        IEnumerable<(RuleStructure, Optimizer)> Usual(Declaration declared, IReadOnlyList<RuleStructure> structures)
        {
            var usual = new UsualValues(declared, few, many);
            return structures
                .Where(declared.Allows)
                .InParallel(threads, structure => (structure, usual.Find(structure, Plain)))
                .Where(found => found.Item2 is not null)!;
        }
        IEnumerable<(RuleStructure, Optimizer)> Solved(IReadOnlyList<RuleStructure> structures) =>
            Solve(
                    structures.Select(structure => (structure, (Func<Optimizer, UpdateVariant>)Plain)),
                    fewFit,
                    few,
                    manyFit,
                    many,
                    threads
                )
                .Select(found => (found.Structure, found.Rule));
        return (declared.IsTelling ? Simplest(MostExtras, structures => Usual(declared, structures)) : null)
            ?? Simplest(MostExtras, structures => Usual(Declaration.None, structures))
            ?? (solves ? Simplest(MostExtrasSolvedFor, Solved) : null);
    }

    /// <summary>Solves for all hyper-parameters of those rules that come nearest in a few steps.</summary>
    private static IEnumerable<(RuleStructure Structure, Func<Optimizer, UpdateVariant> Plant, Optimizer Rule)> Solve(
        IEnumerable<(RuleStructure Structure, Func<Optimizer, UpdateVariant> Plant)> candidates,
        UpdateFit fewFit,
        UpdateEvidence few,
        UpdateFit manyFit,
        UpdateEvidence many,
        int threads
    )
    {
        var promising = candidates
            .InParallel(
                threads,
                candidate => (candidate, Begun: Fit(candidate.Structure, fewFit, few, candidate.Plant, FirstSteps))
            )
            .Where(found => double.IsFinite(found.Begun.Sum))
            .OrderBy(found => found.Begun.Sum)
            .Take(Promising);
        (RuleStructure, Func<Optimizer, UpdateVariant>, Optimizer?) Solved(
            (RuleStructure Structure, Func<Optimizer, UpdateVariant> Plant) candidate
        )
        {
            var (structure, plant) = candidate;
            var (rule, _) = Fit(structure, fewFit, few, plant);
            return (
                structure,
                plant,
                Rounded(rule, structure.Free, few, plant) is { } near
                    ? Rounded(manyFit.Solve(plant, [near], structure.Free).Rule, structure.Free, many, plant)
                    : null
            );
        }
        return promising
            .Select(found => found.candidate)
            .InParallel(threads, Solved)
            .Where(found => found.Item3 is not null)!;
    }

    /// <summary>Does something with each, in the order of the list.</summary>
    private static List<TResult> InParallel<T, TResult>(
        this IEnumerable<T> values,
        int threads,
        Func<T, TResult> function
    ) => [.. values.AsParallel().AsOrdered().WithDegreeOfParallelism(threads).Select(function)];

    /// <summary>The simplest of the rules that fit, with what the trace leaves open.</summary>
    private static IdentifiedRule Chosen(
        List<(RuleStructure Structure, Optimizer Rule)> fitting,
        Declaration declared,
        UpdateEvidence many,
        UpdateFit fit
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
        var (settled, parameters) = new Determination(Plain, rule, structure.Free, many, fit).Settle(kept);
        // Every rule becomes plain gradient descent with the right hyper-parameters, so that says nothing.
        var others = fitting
            .Where(other => !settled.IsPlain || other.Structure.Free.Count <= structure.Free.Count)
            .Select(other => other.Rule.Name)
            .Where(name => name != settled.Name)
            .Distinct();
        return new IdentifiedRule(settled, parameters, many.Precision, [.. others]);
    }

    private static int Length(RuleStructure structure, Optimizer rule) =>
        structure.Free.Sum(parameter => FittedParameter.LengthOf(parameter.Get(rule)!.Value));

    /// <summary>Programs in float32 may form 1 - beta in float32 as well, which is allowed for at first.</summary>
    private static RuleStructure Formed(RuleStructure structure, Precision precision) =>
        precision == Precision.Float32
            ? structure with
            {
                Template = structure.Template with { ComplementsInFormat = true },
            }
            : structure;

    /// <summary>The rule without that allowance, where it does without.</summary>
    private static Optimizer Tightened(Optimizer rule, UpdateEvidence few, UpdateEvidence many)
    {
        var tight = rule with { ComplementsInFormat = false };
        return UpdateComparison.Ratio(Plain(tight), few) <= 1 && UpdateComparison.Ratio(Plain(tight), many) <= 1
            ? tight
            : rule;
    }

    /// <summary>The rule with its hyper-parameters rounded to as few digits as reproduce the updates; people choose round numbers.</summary>
    /// <returns>The rule itself where only that reproduces them; null if it does not either.</returns>
    internal static Optimizer? Rounded(
        Optimizer rule,
        IReadOnlyList<UpdateParameter> free,
        UpdateEvidence evidence,
        Func<Optimizer, UpdateVariant>? plant = null
    )
    {
        bool Reproduces(Optimizer candidate) => UpdateComparison.Ratio((plant ?? Plain)(candidate), evidence) <= 1;
        for (var digits = 1; digits <= MostDigits; digits++)
        {
            var rounded = free.Aggregate(
                rule,
                (changed, parameter) =>
                    parameter.Get(rule) is { } value
                        ? parameter.Set(changed, parameter.Rounded(value, digits))
                        : changed
            );
            if (Reproduces(rounded))
                return rounded;
        }
        return Reproduces(rule) ? rule : null;
    }

    private static (Optimizer Rule, double Sum) Fit(
        RuleStructure structure,
        UpdateFit fit,
        UpdateEvidence evidence,
        Func<Optimizer, UpdateVariant> plant,
        int steps = LeastSquares.MostSteps
    )
    {
        var starts = structure
            .Starts(UsualGradient(evidence))
            .Select(start => fit.WithNearestStepSize(plant, start))
            .OfType<Optimizer>()
            .ToList();
        return starts.Count == 0
            ? (structure.Template, double.PositiveInfinity)
            : fit.Solve(plant, starts, structure.Free, steps);
    }

    private static UpdateVariant Plain(Optimizer rule) => new(rule);

    /// <summary>The mean magnitude of the gradients that are not zero, where neither its square nor the reciprocal of that overflows.</summary>
    private static double UsualGradient(UpdateEvidence evidence)
    {
        var magnitudes = evidence
            .Records.SelectMany(record => record.Tensors.SelectMany(tensor => tensor.Gradient))
            .Where(g => g != 0)
            .Select(Math.Abs)
            .DefaultIfEmpty(1);
        return Math.Clamp(magnitudes.Average(), 1e-140, 1e140);
    }

    /// <summary>Elements from the smallest to the largest gradients: the smallest show epsilon, the largest the step size.</summary>
    private static UpdateEvidence Sample(
        UpdateTrace trace,
        int elements,
        int updates,
        Precision precision,
        IReadOnlyCollection<int>? including = null
    )
    {
        var n = trace.Parameters;
        updates = Math.Min(updates, trace.Updates);
        double Size(int i) => Enumerable.Range(0, updates).Sum(t => Math.Abs(trace.Gradients.Values[t * n + i]));
        var ordered = Enumerable.Range(0, n).OrderBy(Size).ToArray();
        var chosen = Enumerable
            .Range(0, Math.Min(elements, n))
            .Select(i => ordered[n <= elements ? i : (int)((long)i * (n - 1) / (elements - 1))])
            .Union(including ?? [])
            .Order()
            .ToArray();
        return UpdateEvidence.Of(trace, chosen, updates, precision);
    }
}
