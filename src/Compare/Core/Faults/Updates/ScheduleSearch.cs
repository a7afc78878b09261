using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers.Schedules;

namespace Compare.Faults.Updates;

/// <summary>
/// Finds the schedule of the step size behind a trace that no rule makes with a constant one. A rule with usual hyper-parameters gives the
/// direction of every step, and each update's own step size is solved for; where that explains all elements, the step sizes tell the schedule.
/// </summary>
/// <param name="trace">The trace.</param>
/// <param name="declared">What the program says of its rule.</param>
/// <param name="extras">The greatest number of options of the rule.</param>
/// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
internal sealed class ScheduleSearch(UpdateTrace trace, Declaration declared, int extras, int threads)
{
    /// <summary>With fewer elements every update's own step size explains too much.</summary>
    private const int FewestElements = 3;

    private const int FewestUpdates = 6;

    /// <summary>Rules with more extras have too many usual hyper-parameters.</summary>
    public const int MostExtras = 1;

    /// <summary>How many roundings an element may be off while hyper-parameters are only usual ones.</summary>
    private const double Near = 8;

    /// <summary>The largest part of the greatest step size that a step size may be off and still tell a schedule.</summary>
    private const double Telling = 0.05;

    /// <summary>Relative distance up to which two step sizes are one.</summary>
    private const double Same = 1e-6;

    private readonly TraceSample _sample = new(trace, TraceSample.PrecisionOf(trace));

    /// <summary>Searches.</summary>
    /// <returns>The schedules that the step sizes of the first rule that fits may follow, simpler ones first; empty for none.</returns>
    public IReadOnlyList<Schedule> Find()
    {
        if (trace.Parameters < FewestElements || trace.Updates < FewestUpdates)
            return [];
        foreach (var structures in RuleStructure.ByExtras(extras))
        {
            var found = structures
                .Where(declared.Allows)
                .InParallel(threads, Sizes)
                .Where(sizes => sizes is not null)
                .Select(sizes => sizes!.Value)
                .Where(sizes => sizes.Uncertainties.Max() <= Telling * sizes.Sizes.Max())
                .SelectMany(sizes => new ScheduleNames(sizes.Sizes, sizes.Uncertainties).Find())
                // The step size that a file names is most often the one that the schedule multiplies.
                .OrderByDescending(pair =>
                    Math.Abs(pair.StepSize - (declared.LearningRate ?? 0)) <= Same * pair.StepSize
                )
                .Select(pair => pair.Schedule)
                .Distinct()
                .ToList();
            if (found.Count > 0)
                return found;
        }
        return [];
    }

    /// <summary>The step size of each update with the first usual hyper-parameters that explain them all.</summary>
    private (double[] Sizes, double[] Uncertainties)? Sizes(RuleStructure structure)
    {
        var usual = new UsualValues(declared, _sample, extras > 0 ? MostExtras + 1 : 0);
        foreach (
            var rule in structure
                .In(_sample.Precision)
                .Combinations(structure.In(_sample.Precision).Template, parameter => usual.Values(structure, parameter))
        )
            if (_sample.SomeFit.StepSizes(rule, Near) is not null && _sample.ManyFit.StepSizes(rule, Near) is { } sizes)
                return sizes;
        return null;
    }
}
