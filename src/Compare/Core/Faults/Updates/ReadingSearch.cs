using Compare.Faults.Rules;
using Compare.Problems;

namespace Compare.Faults.Updates;

/// <summary>Finds the rule behind a trace whose program accumulates gradients, or clips them, before the rule sees them.</summary>
/// <param name="trace">The trace.</param>
/// <param name="declared">What the program says of its rule.</param>
/// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
internal sealed class ReadingSearch(UpdateTrace trace, Declaration declared, int threads)
{
    /// <summary>Rules with more options have too many usual hyper-parameters to be tried with every limit.</summary>
    private const int MostExtras = 1;

    private List<GradientReading> Plain { get; } = [new GradientReading(trace, null)];

    private List<GradientReading> Accumulated { get; } = [.. new GradientReading(trace, null).Accumulated()];

    /// <summary>Searches.</summary>
    /// <returns>The reading and the rule; null if no rule fits.</returns>
    public (GradientReading Reading, IdentifiedRule Rule)? Find() =>
        // That parameters stand still between steps says what the program does.
        WithDeclared(Accumulated)
        ?? First(Accumulated, reading => RuleSearch.WithSchedule(reading.Trace, declared, MostExtras, threads))
        ?? FindClipped(Accumulated)
        ?? First(Plain, reading => RuleSearch.Usual(reading.Trace, declared, threads))
        ?? FindClipped(Plain)
        ?? First(Plain, reading => RuleSearch.Solve(reading.Trace, declared, threads));

    private (GradientReading, IdentifiedRule)? FindClipped(List<GradientReading> readings)
    {
        // Steps that tell signs alone tell no limit.
        var clipped = readings
            .Where(reading => !new TraceSample(reading.Trace, reading.Trace.Precision).IsWithinRounding)
            .SelectMany(reading => reading.Clipped())
            .ToList();
        return WithDeclared(clipped)
            ?? First(clipped, reading => RuleSearch.WithSchedule(reading.Trace, declared, 0, threads));
    }

    /// <summary>What is declared tells readings apart that differ by a factor in the step size, so all are tried with it first.</summary>
    private (GradientReading, IdentifiedRule)? WithDeclared(List<GradientReading> readings)
    {
        (GradientReading, IdentifiedRule)? With(Declaration values) =>
            First(
                readings,
                reading => RuleSearch.IdentifyLikeliest(reading.Trace, declared, values, MostExtras, threads)
            );
        return (declared.IsTelling ? With(declared) : null) ?? With(Declaration.None);
    }

    private static (GradientReading, IdentifiedRule)? First(
        List<GradientReading> readings,
        Func<GradientReading, IdentifiedRule?> identify
    )
    {
        foreach (var reading in readings)
            if (identify(reading) is { } identified)
                return (reading, identified);
        return null;
    }
}
