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
    public void Run_ThousandRightPrograms_NoneDisagrees(Precision precision) => NoneDisagrees(precision, 1000);

    private void NoneDisagrees(Precision precision, int count)
    {
        var (wrong, undecided, vacuous) = (0, 0, 0);
        var times = new List<double>();
        for (var seed = 0; seed < count; seed++)
        {
            var program = RightPrograms.Draw(seed, precision);
            var began = Stopwatch.GetTimestamp();
            var findings = RecordedOptimizerCheck.Run(program.Trace, threads: 1).Findings;
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            times.Add(seconds);
            var (isWrong, isUndecided) = (
                findings.Any(finding => finding.Status == Status.Disagrees),
                findings.Any(finding => finding.Status == Status.Undecided)
            );
            wrong += isWrong ? 1 : 0;
            undecided += !isWrong && isUndecided ? 1 : 0;
            vacuous += findings[0].Status == Status.Vacuous ? 1 : 0;
            if (isWrong || isUndecided || seconds > 3)
                output.WriteLine(
                    $"{program.Words}, {seconds:0.0} s:\n  {string.Join("\n  ", findings.Where(f => f.Status is Status.Disagrees or Status.Undecided).Select(f => $"{f.Subject}: {f.Status} {f.Ratio} {f.Cause} {FindingWords.Notes(f)}"))}"
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
