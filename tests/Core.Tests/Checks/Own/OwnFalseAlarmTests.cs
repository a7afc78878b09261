using Compare.Checks.Own;
using Compare.Reference.Activations;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Own;

/// <summary>A right gradient by hand, in another order of operations than differentiation's, passes at any size and scale.</summary>
public sealed class OwnFalseAlarmTests(ITestOutputHelper output)
{
    private const int Problems = 1000;

    [Fact]
    public void Check_RandomRightGradients_NoneDisagrees()
    {
        var alarms = new List<string>();
        var ratios = new List<double>();
        for (var seed = 0; seed < Problems; seed++)
        {
            var problem = RandomProblem(seed);
            var result = OwnGradient.Check(
                problem.ToProblem().Parameters,
                p =>
                    [
                        .. new MistakenSide(Mistake.None)
                            .Gradient((problem with { W1 = p[0], W2 = p[1] }).ToProblem())
                            .Gradients.Select(g => g.Values),
                    ],
                new AutoencoderFunction(problem)
            );
            alarms.AddRange(
                result
                    .Findings.Where(finding => finding.Status == Status.Disagrees)
                    .Select(finding =>
                        $"seed {seed}, {problem.Activation}, {finding.Subject}: {finding.Location?.ToString()}, {finding.Ratio}"
                    )
            );
            ratios.AddRange(result.Findings.Select(finding => finding.Ratio ?? 0));
        }
        output.WriteLine(
            FormattableString.Invariant(
                $"{ratios.Count} comparisons, {alarms.Count} false alarms, largest ratio {ratios.Max():0.000}"
            )
        );
        Assert.True(alarms.Count == 0, string.Join('\n', alarms));
    }

    private static AutoencoderProblem RandomProblem(int seed)
    {
        var random = new Random(seed);
        var (batch, inputs, hidden) = (random.Next(1, 6), random.Next(1, 6), random.Next(1, 6));
        double[] Draw(int count)
        {
            var scale = Math.Pow(10, 4 * random.NextDouble() - 3);
            return [.. Enumerable.Range(0, count).Select(_ => scale * (2 * random.NextDouble() - 1))];
        }
        return new AutoencoderProblem(
            Activation.Names[seed % Activation.Names.Count],
            inputs,
            hidden,
            batch,
            Draw(batch * inputs),
            Draw(hidden * inputs),
            Draw(inputs * hidden)
        );
    }
}
