using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>Finds the update rule that made a trace, and its hyper-parameters, from parameters and gradients alone.</summary>
/// <remarks>
/// A candidate (<see cref="RuleStructure"/>) is a rule with its options decided and its hyper-parameters open. Candidates are tried from
/// the simplest on. Each is fitted to a few elements; one that reproduces these to within rounding is fitted again to more elements. Of
/// equally simple candidates that fit, the one with the shortest numbers is taken. Then each hyper-parameter is moved, while the others
/// are fitted again, to see how far it can go: that is what the trace leaves open. The search looks at a sample of the trace, so the
/// caller has to hold all elements and updates against what it returns.
/// </remarks>
internal static class RuleSearch
{
    private const int MostExtras = 2;
    private const int MostDigits = 4;
    private const int FewElements = 12;
    private const int FewUpdates = 24;
    private const int ManyElements = 32;
    private const int ManyUpdates = 120;

    /// <summary>Searches.</summary>
    /// <param name="trace">The trace; something moves in it.</param>
    /// <param name="preferred">Names of rules to take if several fit; none for the simplest.</param>
    /// <returns>The rule, or null if none fits.</returns>
    public static IdentifiedRule? Identify(UpdateTrace trace, params IReadOnlyList<string> preferred)
    {
        if (Identify(trace, trace.Precision, preferred) is { } identified)
            return identified;
        // float32 numbers are often widened before they are saved.
        return trace.Precision == Precision.Float64 && trace.Theta.Values.All(x => (float)x == x)
            ? Identify(trace, Precision.Float32, preferred)
            : null;
    }

    /// <summary>Fits an identified rule again, to elements that it does not reproduce as well.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="identified">What was identified on a sample of it.</param>
    /// <param name="elements">Elements that it does not reproduce.</param>
    /// <returns>The same rule with hyper-parameters that reproduce both; null if there are none.</returns>
    public static IdentifiedRule? Refit(UpdateTrace trace, IdentifiedRule identified, IEnumerable<int> elements)
    {
        var updates = Math.Min(ManyUpdates, trace.Updates);
        var sample = Sample(trace, ManyElements, updates, identified.Precision).Elements;
        var evidence = UpdateEvidence.Of(trace, [.. sample.Union(elements).Order()], updates, identified.Precision);
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

    /// <summary>Searches for a textbook rule that fits with a mistake of the catalogue in it.</summary>
    /// <param name="trace">A trace that no rule fits.</param>
    /// <returns>The rule and the mistake, or null if there is none.</returns>
    public static MistakenRule? IdentifyMistaken(UpdateTrace trace)
    {
        var few = Sample(trace, FewElements, FewUpdates, trace.Precision);
        var many = Sample(trace, ManyElements, ManyUpdates, trace.Precision);
        var (fewFit, manyFit) = (new UpdateFit(few), new UpdateFit(many));
        if (MistakenWithUsualValues(few, many, manyFit) is { } usual)
            return usual;
        foreach (var structure in RuleStructure.Plain)
        foreach (
            var mistake in UpdateCatalogue
                .For(structure.Template, tensors: 1, trace.Precision)
                .Where(mistake => !mistake.IsExample)
        )
        {
            UpdateVariant Plant(Optimizer rule) => mistake.Plant(new UpdateVariant(rule)) ?? new UpdateVariant(rule);
            var (rule, sum) = Fit(structure, fewFit, few, Plant);
            if (!double.IsFinite(sum) || UpdateComparison.Ratio(Plant(rule), few) > 1)
                continue;
            rule = manyFit.Solve(Plant, [rule], structure.Free).Rule;
            if (UpdateComparison.Ratio(Plant(rule), many) > 1)
                continue;
            rule = new Determination(Plant, rule, structure.Free, many, manyFit).Settle().Rule;
            return new MistakenRule(rule, mistake.Cause);
        }
        return null;
    }

    /// <summary>Most programs have the usual hyper-parameters, whatever else is wrong with them; that is seen at once.</summary>
    private static MistakenRule? MistakenWithUsualValues(UpdateEvidence few, UpdateEvidence many, UpdateFit manyFit)
    {
        var fit = new UpdateFit(few);
        foreach (var structure in RuleStructure.Plain)
        foreach (
            var mistake in UpdateCatalogue
                .For(structure.Template, tensors: 1, few.Precision)
                .Where(mistake => !mistake.IsExample)
        )
        {
            UpdateVariant Plant(Optimizer rule) => mistake.Plant(new UpdateVariant(rule)) ?? new UpdateVariant(rule);
            foreach (var start in structure.Starts(UsualGradient(few)))
            {
                if (
                    fit.WithNearestStepSize(Plant, start) is not { } rule
                    || Rounded(rule, [UpdateParameter.StepSize], few, Plant) is not { } rounded
                    || UpdateComparison.Ratio(Plant(rounded), many) > 1
                )
                    continue;
                rounded = new Determination(Plant, rounded, structure.Free, many, manyFit).Settle().Rule;
                return new MistakenRule(rounded, mistake.Cause);
            }
        }
        return null;
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

    private static IdentifiedRule? Identify(UpdateTrace trace, Precision precision, IReadOnlyList<string> preferred)
    {
        var few = Sample(trace, FewElements, FewUpdates, precision);
        var many = Sample(trace, ManyElements, ManyUpdates, precision);
        var (fewFit, manyFit) = (new UpdateFit(few), new UpdateFit(many));
        foreach (var structures in RuleStructure.ByExtras(MostExtras))
        {
            List<(RuleStructure Structure, Optimizer Rule)> fitting = [];
            foreach (var structure in structures)
            {
                var (rule, sum) = Fit(structure, fewFit, few, Plain);
                if (!double.IsFinite(sum) || Rounded(rule, structure.Free, few) is not { } near)
                    continue;
                if (Rounded(manyFit.Solve(Plain, [near], structure.Free).Rule, structure.Free, many) is { } found)
                    fitting.Add((structure, found));
            }
            if (fitting.Count == 0)
                continue;
            var named = fitting.Where(fit => preferred.Contains(fit.Rule.Name)).ToList();
            var candidates = named.Count > 0 ? named : fitting;
            var least = candidates.Min(fit => fit.Structure.Free.Count);
            // Weight decay before and after the update are equal in algebra: the rounder numbers were meant.
            return candidates
                .Where(fit => fit.Structure.Free.Count == least)
                .Select(fit =>
                {
                    var (rule, parameters) = new Determination(
                        Plain,
                        fit.Rule,
                        fit.Structure.Free,
                        many,
                        manyFit
                    ).Settle();
                    // Every rule becomes plain gradient descent with the right hyper-parameters, so that says nothing.
                    var others = fitting
                        .Where(other => !rule.IsPlain || other.Structure.Free.Count <= fit.Structure.Free.Count)
                        .Select(other => other.Rule.Name)
                        .Where(name => name != rule.Name)
                        .Distinct();
                    return new IdentifiedRule(rule, parameters, precision, [.. others]);
                })
                .MinBy(identified => identified.Parameters.Sum(parameter => parameter.Length));
        }
        return null;
    }

    /// <summary>The rule with its hyper-parameters rounded to as few digits as reproduce the updates; people choose round numbers.</summary>
    /// <returns>The rule itself where only that reproduces them; null if it does not either.</returns>
    private static Optimizer? Rounded(
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
        Func<Optimizer, UpdateVariant> plant
    )
    {
        var starts = structure
            .Starts(UsualGradient(evidence))
            .Select(start => fit.WithNearestStepSize(plant, start))
            .OfType<Optimizer>()
            .ToList();
        return starts.Count == 0
            ? (structure.Template, double.PositiveInfinity)
            : fit.Solve(plant, starts, structure.Free);
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
    private static UpdateEvidence Sample(UpdateTrace trace, int elements, int updates, Precision precision)
    {
        var n = trace.Parameters;
        updates = Math.Min(updates, trace.Updates);
        double Size(int i) => Enumerable.Range(0, updates).Sum(t => Math.Abs(trace.Gradients.Values[t * n + i]));
        var ordered = Enumerable.Range(0, n).OrderBy(Size).ToArray();
        var chosen = Enumerable
            .Range(0, Math.Min(elements, n))
            .Select(i => ordered[n <= elements ? i : (int)((long)i * (n - 1) / (elements - 1))])
            .Order()
            .ToArray();
        return UpdateEvidence.Of(trace, chosen, updates, precision);
    }
}
