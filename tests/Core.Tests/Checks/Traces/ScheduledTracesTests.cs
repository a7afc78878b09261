using Compare.Checks.Traces;
using Compare.Faults.Updates;
using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Results;

namespace Compare.Tests.Checks.Traces;

/// <summary>Right optimizers with a schedule of the step size, as programs in plain loops: never called wrong, and the schedule is found.</summary>
public sealed class ScheduledTracesTests(ITestOutputHelper output)
{
    private static readonly (string Name, Func<Random, int, Func<int, double>> Draw)[] Schedules =
    [
        (
            "steps",
            (random, updates) =>
            {
                var (every, rho) = (random.Next(5, updates / 2), random.Next(2) == 0 ? 0.1 : 0.5);
                return n => Math.Pow(rho, n / every);
            }
        ),
        (
            "exponential",
            (random, _) =>
            {
                var rho = new[] { 0.99, 0.95, 0.9 }[random.Next(3)];
                return n => Math.Pow(rho, n);
            }
        ),
        (
            "cosine",
            (random, updates) =>
            {
                var (length, least) = (updates + random.Next(updates), random.Next(2) == 0 ? 0 : 0.1);
                return n => least + (1 - least) * (1 + Math.Cos(Math.PI * n / length)) / 2;
            }
        ),
        (
            "linear",
            (random, updates) =>
            {
                var length = updates + random.Next(updates);
                return n => 1 - n / (double)length;
            }
        ),
        (
            "one change",
            (random, updates) =>
            {
                var (at, factor) = (random.Next(4, updates - 4), new[] { 0.1, 0.2, 0.5 }[random.Next(3)]);
                return n => n < at ? 1 : factor;
            }
        ),
        (
            "warm-up",
            (random, updates) =>
            {
                var length = random.Next(3, updates / 2);
                return n => Math.Min(1, (n + 1) / (double)length);
            }
        ),
        (
            "warm-up and cosine",
            (random, updates) =>
            {
                var length = random.Next(3, updates / 3);
                return n =>
                    n < length
                        ? (n + 1) / (double)(length + 1)
                        : (1 + Math.Cos(Math.PI * (n - length) / (updates - length))) / 2;
            }
        ),
    ];

    [Theory]
    [InlineData(Precision.Float64)]
    [InlineData(Precision.Float32)]
    public void Identify_SomeSchedules_AreFound(Precision precision) => AreFound(precision, 4);

    [Theory(Explicit = true)]
    [InlineData(Precision.Float64)]
    [InlineData(Precision.Float32)]
    public void Identify_ManySchedules_AreFound(Precision precision) => AreFound(precision, 14);

    /// <summary>Step sizes at random follow no schedule, and no rule with a constant one: nothing is said of them.</summary>
    [Fact]
    public void Run_RandomStepSizes_IsUndecided()
    {
        for (var seed = 0; seed < 1; seed++)
        {
            var random = new Random(seed);
            var sizes = Enumerable.Range(0, 60).Select(_ => 0.5 + random.NextDouble()).ToArray();
            var trace = PlainOptimizers.Trace(random, "adam", 60, 12, Precision.Float64, n => sizes[n]);
            var finding = RecordedOptimizerCheck.Run(trace, threads: 1).Findings[0];
            Assert.Equal(Status.Undecided, finding.Status);
        }
    }

    /// <summary>A schedule whose file names another step size is wrong about that, and about nothing else.</summary>
    [Theory]
    [InlineData(0.01, true)]
    [InlineData(0.02, false)]
    public void Run_StepSizeInTheFile_IsThatOfTheSchedule(double declared, bool isRight)
    {
        var trace = PlainOptimizers.Trace(
            new Random(1),
            "adam",
            40,
            12,
            Precision.Float64,
            n => Math.Pow(0.5, n / 10)
        ) with
        {
            LearningRate = declared,
        };
        var findings = RecordedOptimizerCheck.Run(trace, threads: 1).Findings;
        Assert.Equal(Status.Rounding, findings[0].Status);
        Assert.Contains("step size times 0.5 every 10 updates", findings[0].Notes[0], StringComparison.Ordinal);
        Assert.Equal(isRight, findings[1].Status is Status.Agrees or Status.Rounding);
    }

    private static (RecordedOptimizer Trace, Func<int, double> Factor, string Words) Draw(int seed, Precision precision)
    {
        var random = new Random(seed);
        var (name, draw) = Schedules[seed % Schedules.Length];
        var rule = PlainOptimizers.Rules[seed % PlainOptimizers.Rules.Count];
        var (updates, elements) = (random.Next(20, 80), random.Next(4, 30));
        var factor = draw(random, updates);
        return (
            PlainOptimizers.Trace(random, rule, updates, elements, precision, factor),
            factor,
            $"{rule}, {name}, T {updates}, n {elements}"
        );
    }

    private void AreFound(Precision precision, int count)
    {
        var (recovered, undecided) = (0, 0);
        var runs = Enumerable
            .Range(0, count)
            .AsParallel()
            .AsOrdered()
            .Select(seed =>
            {
                var (trace, factor, words) = Draw(seed, precision);
                var schedule = RuleSearch.Identify(trace.Trace)?.Rule.Schedule;
                return (seed, words, trace, factor, schedule, RecordedOptimizerCheck.Run(trace, threads: 1).Findings);
            });
        foreach (var (seed, words, trace, factor, schedule, findings) in runs)
        {
            Assert.DoesNotContain(findings, finding => finding.Status == Status.Disagrees);
            var middle = trace.Trace.Updates / 2;
            var isFound =
                schedule is not null
                && Enumerable
                    .Range(0, trace.Trace.Updates)
                    .All(n =>
                        Math.Abs(schedule.Factor(n) / schedule.Factor(middle) - factor(n) / factor(middle)) < 1e-4
                    );
            recovered += isFound ? 1 : 0;
            undecided += findings[0].Status == Status.Undecided ? 1 : 0;
            if (!isFound)
                output.WriteLine(
                    $"{seed}: {words}: {schedule?.Words ?? "none"}; {findings[0].Status} {findings[0].Cause}"
                );
        }
        output.WriteLine(
            $"{count} scheduled programs in {precision.Name()}: {recovered} schedules recovered, {undecided} undecided"
        );
        // Of so few that one is more than a tenth, one.
        Assert.InRange(recovered, Math.Min(0.9 * count, count - 1), count);
    }
}
