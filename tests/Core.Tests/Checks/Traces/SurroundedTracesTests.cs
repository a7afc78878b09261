using System.Diagnostics;
using Compare.Checks.Traces;
using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Results;

namespace Compare.Tests.Checks.Traces;

/// <summary>Right optimizers that accumulate gradients and clip them: never called wrong, and what they do is found.</summary>
public sealed class SurroundedTracesTests(ITestOutputHelper output)
{
    private static readonly double[] Limits = [1, 0.5, 0.1, 2];

    [Theory]
    [InlineData(Precision.Float64)]
    [InlineData(Precision.Float32)]
    public void Run_SomeSurroundedRules_AreFound(Precision precision) => AreFound(precision, 4);

    [Theory(Explicit = true)]
    [InlineData(Precision.Float64)]
    [InlineData(Precision.Float32)]
    public void Run_ManySurroundedRules_AreFound(Precision precision) => AreFound(precision, 20);

    /// <summary>A limit that one gradient escapes is no clipping.</summary>
    [Theory]
    [InlineData(false, Status.Rounding)]
    [InlineData(true, Status.Undecided)]
    public void Run_OneGradientUnclipped_IsNotClipping(bool escapes, Status expected)
    {
        var (step, clip) = (0, PlainOptimizers.ByNorm(0.5));
        var trace = PlainOptimizers.Trace(
            new Random(3),
            "adam",
            30,
            12,
            Precision.Float64,
            clip: (gradient, of) => step++ == 17 && escapes ? gradient : clip(gradient, of)
        );
        Assert.Equal(expected, RecordedOptimizerCheck.Run(trace, threads: 2).Findings[0].Status);
    }

    /// <summary>Of accumulated gradients, a window that misses one is no accumulation of them.</summary>
    [Theory]
    [InlineData(false, "the gradients of every 3 updates are averaged for one step")]
    [InlineData(true, null)]
    public void Run_OneGradientNotAccumulated_IsNotAveraging(bool misses, string? words)
    {
        var trace = PlainOptimizers.Trace(new Random(4), "adam", 45, 12, Precision.Float64, window: 3);
        if (misses)
            trace.Gradients.Values[12 * 7] *= 1.5;
        var finding = RecordedOptimizerCheck.Run(trace, threads: 2).Findings[0];
        Assert.Equal(words is null ? Status.Undecided : Status.Rounding, finding.Status);
        Assert.Equal(words is null ? [] : new[] { words }, finding.Reservations);
    }

    /// <summary>Each step with the last gradient alone is right or wrong, depending on what was recorded.</summary>
    [Fact]
    public void Run_LastGradientAlone_IsUndecidedAndSaysWhatWouldTell()
    {
        var trace = PlainOptimizers.Trace(new Random(5), "momentum", 15, 12, Precision.Float64);
        var (n, updates) = (12, 15);
        var theta = Enumerable.Range(0, 2 * updates + 1).SelectMany(t => trace.Theta.Values.Skip(t / 2 * n).Take(n));
        var gradients = Enumerable
            .Range(0, 2 * updates)
            .SelectMany(t =>
                trace.Gradients.Values.Skip(t / 2 * n).Take(n).Select(g => t % 2 == 0 ? 0.3 * g + 0.1 : g)
            );
        var twice = PlainTraces([.. theta], [.. gradients], 2 * updates);
        var finding = RecordedOptimizerCheck.Run(twice, threads: 2).Findings[0];
        Assert.Equal(Status.Undecided, finding.Status);
        Assert.Contains("sum so far", finding.Cause!.Words, StringComparison.Ordinal);
    }

    private static RecordedOptimizer PlainTraces(double[] theta, double[] gradients, int updates) =>
        Support.PlainTraces.Of(theta, gradients, updates, Precision.Float64);

    private static (RecordedOptimizer Trace, string?[] Words, string Drawn) Draw(int seed, Precision precision)
    {
        var random = new Random(seed);
        var rule = PlainOptimizers.Rules[seed % PlainOptimizers.Rules.Count];
        var window = random.Next(3) == 0 ? random.Next(2, 5) : 1;
        var (steps, elements) = (random.Next(12, 60), random.Next(4, 30));
        var (kind, limit) = (window > 1 ? random.Next(3) : random.Next(1, 3), Limits[random.Next(Limits.Length)]);
        var clip = kind switch
        {
            1 => PlainOptimizers.ByNorm(limit),
            2 => PlainOptimizers.ByValue(limit = Math.Min(limit, 0.5)),
            _ => null,
        };
        var acts = false;
        double[] Noting(double[] gradient, Func<double, double> of)
        {
            var clipped = clip!(gradient, of);
            acts |= !clipped.SequenceEqual(gradient);
            return clipped;
        }
        var every = random.Next(4, 10);
        var isScheduled = random.Next(4) == 0;
        var trace = PlainOptimizers.Trace(
            random,
            rule,
            steps * window,
            elements,
            precision,
            isScheduled ? n => Math.Pow(0.5, n / every) : null,
            window,
            clip is null ? null : Noting
        );
        return (
            trace,
            [
                window > 1 ? $"the gradients of every {window} updates" : null,
                kind == 1 && acts ? FormattableString.Invariant($"scaled down to norm {limit} ") : null,
                kind == 2 && acts ? FormattableString.Invariant($"clipped to {limit}") : null,
            ],
            FormattableString.Invariant(
                $"{rule}, {window} for each of {steps} steps, n {elements}, {new[] { "no clip", "norm", "value" }[kind]} {limit}{(isScheduled ? ", steps" : "")}"
            )
        );
    }

    private void AreFound(Precision precision, int count)
    {
        var (found, undecided) = (0, 0);
        List<double> times = [];
        for (var seed = 0; seed < count; seed++)
        {
            var (trace, words, drawn) = Draw(seed, precision);
            var began = Stopwatch.GetTimestamp();
            var findings = RecordedOptimizerCheck.Run(trace, threads: 2).Findings;
            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            Assert.DoesNotContain(findings, finding => finding.Status == Status.Disagrees);
            var said = string.Join("; ", findings[0].Reservations);
            var isFound =
                findings[0].Status != Status.Undecided
                && words.All(part => part is null || said.Contains(part, StringComparison.Ordinal));
            found += isFound ? 1 : 0;
            undecided += findings[0].Status == Status.Undecided ? 1 : 0;
            if (!isFound)
                output.WriteLine($"{seed}: {drawn}: {findings[0].Status} {said} {findings[0].Cause}");
        }
        times.Sort();
        output.WriteLine(
            $"{count} programs in {precision.Name()}: {found} found, {undecided} undecided; median {times[count / 2]:0.00} s, longest {times[^1]:0.00} s"
        );
        Assert.InRange(found, Math.Min(0.9 * count, count - 1), count);
    }
}
