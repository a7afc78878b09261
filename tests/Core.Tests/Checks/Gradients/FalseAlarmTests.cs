using Compare.Checks.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Results;
using Compare.Sides;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Gradients;

/// <summary>Correct programs on problems of any size and scale: whoever is right is never told otherwise.</summary>
public sealed class FalseAlarmTests(ITestOutputHelper output)
{
    private const int Problems = 1000;
    private const int LargestSize = 12;

    [Fact]
    public void Run_RandomCorrectProblems_NoneDisagrees()
    {
        IGradientSource[] others = [TorchSide.Open("cpu", 1), new MistakenSide(Mistake.None)];
        var alarms = new List<string>();
        var (compared, vacuous) = (0, 0);
        for (var seed = 0; seed < Problems; seed++)
        {
            var problem = RandomProblem(seed);
            foreach (var other in others)
            foreach (var finding in new GradientCheck(new ReferenceSide(), other).Run(problem, directions: 0).Findings)
            {
                compared++;
                if (finding.Status == Status.Vacuous)
                    vacuous++;
                if (finding.Status == Status.Disagrees)
                    alarms.Add(
                        FormattableString.Invariant(
                            $"seed {seed}, {finding.Subject}: {finding.Location?.ToString()}, {finding.Cause}"
                        )
                    );
            }
        }
        output.WriteLine(
            FormattableString.Invariant(
                $"{Problems} problems, {compared} findings, {vacuous} vacuous, {alarms.Count} false alarms"
            )
        );
        Assert.True(alarms.Count == 0, string.Join('\n', alarms.Take(20)));
        // Most could have failed.
        Assert.True(
            vacuous < compared / 3,
            FormattableString.Invariant($"{vacuous} of {compared} findings are vacuous")
        );
    }

    private static Problem RandomProblem(int seed)
    {
        var random = new Random(seed);
        int Size() => random.Next(1, LargestSize + 1);
        var (batch, inputs, hidden) = (Size(), Size(), Size());
        double[] Draw(int count)
        {
            var scale = Math.Pow(10, 12 * random.NextDouble() - 6);
            return [.. Enumerable.Range(0, count).Select(_ => (double)(float)(scale * (2 * random.NextDouble() - 1)))];
        }
        return new AutoencoderProblem(
            Activation.Names[seed % Activation.Names.Count],
            inputs,
            hidden,
            batch,
            Draw(batch * inputs),
            Draw(hidden * inputs),
            Draw(inputs * hidden)
        ).ToProblem() with
        {
            Precision = random.Next(2) == 0 ? Precision.Float32 : Precision.Float64,
        };
    }
}
