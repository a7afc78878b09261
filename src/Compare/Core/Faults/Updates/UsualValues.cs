using Compare.Faults.Rules;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>
/// Tries rules with the hyper-parameters that are declared, or that most programs have; the step size alone is solved for, to which
/// every step is proportional. What fits so is found at once, however badly the hyper-parameters could be solved for. Safe for use by
/// several threads at once.
/// </summary>
/// <param name="declared">What the program says of its rule.</param>
/// <param name="sample">The updates.</param>
/// <param name="manyExtras">From so many options and open hyper-parameters on only the likeliest values are tried.</param>
internal sealed class UsualValues(Declaration declared, TraceSample sample, int manyExtras = UsualValues.ManyExtras)
{
    /// <summary>Ratio from which on a step size from the first updates cannot be the reason.</summary>
    private const double Hopeless = 30;

    private const int ManyExtras = 3;
    private const int Likeliest = 3;

    /// <summary>Tries one rule.</summary>
    /// <param name="structure">The rule, its hyper-parameters open.</param>
    /// <param name="plant">What surrounds the rule.</param>
    /// <returns>The rule with hyper-parameters that reproduce the updates; null if none of the usual do.</returns>
    public Optimizer? Find(RuleStructure structure, Func<Optimizer, UpdateVariant> plant)
    {
        var epsilons = Values(structure, UpdateParameter.Epsilon);
        return structure
            .Combinations(
                structure.Template,
                parameter => parameter == UpdateParameter.Epsilon ? [epsilons[0]] : Values(structure, parameter)
            )
            .Where(rule =>
                !structure.Free.Contains(UpdateParameter.Epsilon)
                || !sample.FirstFit.Excludes(plant, rule, UpdateParameter.Epsilon, epsilons.Min(), epsilons.Max())
            )
            .SelectMany(rule =>
                structure.Free.Contains(UpdateParameter.Epsilon)
                    ? epsilons.Select(epsilon => UpdateParameter.Epsilon.Set(rule, epsilon))
                    : [rule]
            )
            .Select(rule => Fitting(rule, plant))
            .FirstOrDefault(rule => rule is not null);
    }

    /// <summary>The values of a hyper-parameter that are tried.</summary>
    /// <param name="structure">A rule with it.</param>
    /// <param name="parameter">The hyper-parameter.</param>
    /// <returns>The declared one, or usual ones.</returns>
    public IReadOnlyList<double> Values(RuleStructure structure, UpdateParameter parameter) =>
        declared.Of(parameter) is { } value
            ? [value]
            : [.. parameter.Usual.Take(structure.Extras < manyExtras ? int.MaxValue : Likeliest)];

    private Optimizer? Fitting(Optimizer rule, Func<Optimizer, UpdateVariant> plant)
    {
        bool Reproduces(Optimizer candidate, UpdateEvidence evidence) =>
            UpdateComparison.Ratio(plant(candidate), evidence) <= 1;
        if (declared.LearningRate is { } gamma)
        {
            var fixedStep = rule with { LearningRate = gamma };
            return sample.IsReproducedBy(plant(fixedStep)) ? fixedStep : null;
        }
        // Nearly all are told by a few numbers.
        if (
            sample.FirstFit.WithNearestStepSize(plant, rule) is not { } roughly
            || UpdateComparison.Ratio(plant(roughly), sample.First, Hopeless) > Hopeless
            || sample.FewFit.WithNearestStepSize(plant, rule) is not { } near
        )
            return null;
        if (
            TraceSample.Rounded(near, [UpdateParameter.StepSize], sample.Few, plant) is { } round
            && Reproduces(round, sample.Many)
        )
            return round;
        // Few updates may not tell the step size well enough for many.
        return
            Reproduces(near, sample.Few)
            && sample.ManyFit.WithNearestStepSize(plant, rule) is { } nearer
            && TraceSample.Rounded(nearer, [UpdateParameter.StepSize], sample.Many, plant) is { } found
            ? found
            : null;
    }
}
