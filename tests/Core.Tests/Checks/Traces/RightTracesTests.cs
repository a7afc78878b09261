using System.Diagnostics;
using Compare.Checks.Traces;
using Compare.Problems;
using Compare.Results;

namespace Compare.Tests.Checks.Traces;

/// <summary>Right optimizers of every kind are never called wrong, and seldom left undecided.</summary>
public sealed class RightTracesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Precision.Float64)]
    [InlineData(Precision.Float32)]
    public void Run_SomeRightPrograms_NoneDisagrees(Precision precision) => NoneDisagrees(precision, 20);

    [Theory(Explicit = true)]
    [InlineData(Precision.Float64)]
    [InlineData(Precision.Float32)]
    public void Run_ManyRightPrograms_NoneDisagrees(Precision precision) => NoneDisagrees(precision, 200);

    private void NoneDisagrees(Precision precision, int count)
    {
        var (wrong, undecided, vacuous) = (0, 0, 0);
        var times = new List<double>();
        var runs = Enumerable
            .Range(0, count)
            .AsParallel()
            .AsOrdered()
            .Select(seed =>
            {
                var program = RightPrograms.Draw(seed, precision);
                var began = Stopwatch.GetTimestamp();
                var findings = RecordedOptimizerCheck.Run(program.Trace, threads: 1).Findings;
                return (program.Words, findings, Stopwatch.GetElapsedTime(began).TotalSeconds);
            });
        foreach (var (words, findings, seconds) in runs)
        {
            times.Add(seconds);
            var open = findings.Where(finding => finding.Status is Status.Disagrees or Status.Undecided).ToList();
            if (open.Exists(finding => finding.Status == Status.Disagrees))
                wrong++;
            else if (open.Count > 0)
                undecided++;
            vacuous += findings[0].Status == Status.Vacuous ? 1 : 0;
            if (open.Count > 0)
                output.WriteLine(
                    $"{words}, {seconds:0.0} s: {string.Join("; ", open.Select(f => $"{f.Subject}: {f.Status} {f.Ratio} {f.Cause}"))}"
                );
        }
        times.Sort();
        output.WriteLine(
            $"{count} right programs in {precision.Name()}: {wrong} disagree, {undecided} undecided, {vacuous} vacuous; median {times[count / 2]:0.00} s, 98 % {times[count * 98 / 100]:0.00} s, longest {times[^1]:0.00} s"
        );
        Assert.Equal(0, wrong);
        Assert.InRange(undecided, 0, count / 50);
    }
}
