using Compare.Reference.Optimizers;
using Compare.Sides;
using Compare.Sides.Recorded;

namespace Compare.Causes.Updates;

/// <summary>Finds the update rule that made a trace, and its hyper-parameters, from parameters and gradients alone.</summary>
/// <remarks>
/// Every structure (<see cref="RuleStructure"/>) is fitted to a few elements; the simplest that reproduces them to within rounding is
/// fitted again to more, and how far each of its hyper-parameters can move with the others following tells what the trace determines.
/// That all elements and updates are reproduced is for the caller to see.
/// </remarks>
internal static class RuleSearch
{
    private const int MostExtras = 2;
    private const int FewElements = 12;
    private const int FewUpdates = 24;
    private const int ManyElements = 32;
    private const int ManyUpdates = 120;

    /// <summary>Searches.</summary>
    /// <param name="trace">The trace; something moves in it.</param>
    /// <param name="preferred">The name of the rule to take if several fit; null for the simplest.</param>
    /// <returns>The rule, or null if none fits.</returns>
    public static IdentifiedRule? Identify(RecordedOptimizer trace, string? preferred = null)
    {
        if (Identify(trace, trace.Precision, preferred) is { } identified)
            return identified;
        // float32 numbers are often widened before they are saved.
        return trace.Precision == Precision.Float64 && trace.Theta.Values.All(x => (float)x == x)
            ? Identify(trace, Precision.Float32, preferred)
            : null;
    }

    /// <summary>The rule that comes nearest, whether it fits or not, among those of the textbook.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The rule.</returns>
    public static Optimizer Nearest(RecordedOptimizer trace)
    {
        var few = Sample(trace, FewElements, FewUpdates, trace.Precision);
        var fit = new UpdateFit(few);
        return RuleStructure.Plain.Select(structure => Fit(structure, fit, few)).MinBy(found => found.Sum).Rule;
    }

    private static IdentifiedRule? Identify(RecordedOptimizer trace, Precision precision, string? preferred)
    {
        var few = Sample(trace, FewElements, FewUpdates, precision);
        var many = Sample(trace, ManyElements, ManyUpdates, precision);
        var (fewFit, manyFit) = (new UpdateFit(few), new UpdateFit(many));
        foreach (var structures in RuleStructure.ByExtras(MostExtras))
        {
            List<(RuleStructure Structure, Optimizer Rule)> fitting = [];
            foreach (var structure in structures)
            {
                var (rule, sum) = Fit(structure, fewFit, few);
                if (!double.IsFinite(sum) || !Reproduces(rule, few))
                    continue;
                rule = manyFit.Solve(Plain, [rule], structure.Free).Rule;
                if (Reproduces(rule, many))
                    fitting.Add((structure, rule));
            }
            if (fitting.Count == 0)
                continue;
            var (chosen, found) = fitting
                .OrderBy(fit => fit.Rule.Name == preferred ? 0 : 1)
                .ThenBy(fit => fit.Structure.Free.Count)
                .First();
            var (settled, parameters) = new Determination(found, chosen.Free, many, manyFit).Settle();
            return new IdentifiedRule(
                settled,
                parameters,
                precision,
                [.. fitting.Select(fit => fit.Rule.Name).Where(name => name != found.Name).Distinct()]
            );
        }
        return null;
    }

    private static (Optimizer Rule, double Sum) Fit(RuleStructure structure, UpdateFit fit, UpdateEvidence evidence)
    {
        var starts = structure
            .Starts(UsualGradient(evidence))
            .Select(fit.WithNearestStepSize)
            .OfType<Optimizer>()
            .ToList();
        return starts.Count == 0
            ? (structure.Template, double.PositiveInfinity)
            : fit.Solve(Plain, starts, structure.Free);
    }

    private static UpdateVariant Plain(Optimizer rule) => new(rule);

    private static bool Reproduces(Optimizer rule, UpdateEvidence evidence) =>
        Reproduction.Ratio(new UpdateVariant(rule), evidence) <= 1;

    /// <summary>The root mean square of the gradients that are not zero.</summary>
    private static double UsualGradient(UpdateEvidence evidence)
    {
        var squares = evidence
            .Records.SelectMany(record => record.Tensors.SelectMany(tensor => tensor.Gradient))
            .Where(g => g != 0)
            .Select(g => g * g)
            .DefaultIfEmpty(1);
        return Math.Sqrt(squares.Average());
    }

    /// <summary>Elements from the smallest to the largest gradients: the smallest show epsilon, the largest the step size.</summary>
    private static UpdateEvidence Sample(RecordedOptimizer trace, int elements, int updates, Precision precision)
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
