using Compare.Checks.Own;
using Compare.Reference.Activations;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Own;

/// <summary>Mistakes that need no knowledge of the function, planted in the gradient by W1 of random problems.</summary>
public sealed class GeneralMistakeTests(ITestOutputHelper output)
{
    private const int Seeds = 6;

    /// <summary>Id, what the review says, and the mistake: rows, columns, dW1, dW2 as by hand.</summary>
    private static readonly (string Id, string Words, Func<int, int, double[], double[], double[]> Spoil)[] Mistakes =
    [
        ("sign", "the sign is wrong", (_, _, g, _) => [.. g.Select(v => -v)]),
        ("factor-2", "twice too large", (_, _, g, _) => [.. g.Select(v => v + v)]),
        ("factor-half", "half of what", (_, _, g, _) => [.. g.Select(v => v / 2)]),
        ("factor-rows", "multiplied by the number of rows", (r, _, g, _) => [.. g.Select(v => v * r)]),
        ("factor-1/columns", "divided by the number of columns", (_, c, g, _) => [.. g.Select(v => v / c)]),
        ("factor-1/elements", "divided by the number of elements", (r, c, g, _) => [.. g.Select(v => v / (r * c))]),
        (
            "transposed",
            "lies in memory as its transpose",
            (r, c, g, _) => [.. from j in Enumerable.Range(0, c) from i in Enumerable.Range(0, r) select g[i * c + j]]
        ),
        ("gradient-by-W2", "it is the gradient by W2", (_, _, _, other) => other),
        ("zeros", "it is zero everywhere", (_, _, g, _) => new double[g.Length]),
        ("first-row-only", "rows after the first are zero", (_, c, g, _) => [.. g[..c], .. new double[g.Length - c]]),
        ("last-row-missing", "the last row is zero", (_, c, g, _) => [.. g[..^c], .. new double[c]]),
        (
            "last-column-missing",
            "the last column is zero",
            (_, c, g, _) => [.. g.Select((v, i) => i % c == c - 1 ? 0 : v)]
        ),
        (
            "summed-over-columns",
            "the sum over its row",
            (_, c, g, _) => [.. g.Select((_, i) => g.Skip(i / c * c).Take(c).Sum())]
        ),
        (
            "transposed with sign",
            "as its transpose, and the sign is wrong",
            (r, c, g, _) => [.. from j in Enumerable.Range(0, c) from i in Enumerable.Range(0, r) select -g[i * c + j]]
        ),
    ];

    [Fact]
    public void Check_EveryGeneralMistake_IsDetectedAndNamed()
    {
        var (planted, harmless, detected, named) = (0, 0, 0, 0);
        var missed = new List<string>();
        var seed = 0;
        foreach (var activation in Activation.Names)
        foreach (var (id, words, spoil) in Mistakes)
            for (var i = 0; i < Seeds; i++)
            {
                var problem = RandomProblem(activation, seed++);
                double[][] Right(double[][] p) =>
                    [
                        .. new MistakenSide(Mistake.None)
                            .Gradient((problem with { W1 = p[0], W2 = p[1] }).ToProblem())
                            .Gradients.Select(g => g.Values),
                    ];
                double[][] Wrong(double[][] p)
                {
                    var right = Right(p);
                    return [spoil(problem.Hidden, problem.Inputs, right[0], right[1]), right[1]];
                }
                double[][] at = [problem.W1, problem.W2];
                // In a single row or column some mistakes are others: transposing does nothing, and without its last row nothing is left.
                var isThin =
                    (
                        problem.Hidden == 1
                        && (
                            id.Contains("row", StringComparison.Ordinal)
                            || id.StartsWith("transposed", StringComparison.Ordinal)
                        )
                    )
                    || (
                        problem.Inputs == 1
                        && (
                            id.Contains("column", StringComparison.Ordinal)
                            || id.StartsWith("transposed", StringComparison.Ordinal)
                        )
                    );
                if (isThin)
                    continue;
                if (Wrong(at)[0].Zip(Right(at)[0]).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-12))
                {
                    harmless++;
                    continue;
                }
                planted++;
                var result = OwnGradient.Check(problem.ToProblem().Parameters, Wrong, new AutoencoderFunction(problem));
                var finding = result.Findings[0];
                if (finding.Status != Status.Disagrees)
                    continue;
                detected++;
                if (finding.Cause!.Id == id || finding.Cause.Alternatives.Any(set => set.Any(cause => cause.Id == id)))
                    named++;
                else
                    missed.Add($"{id} ({activation}, {problem.Hidden} x {problem.Inputs}): {finding.Cause}");
            }

        var rates = FormattableString.Invariant(
            $"{planted} planted ({harmless} more change nothing), {detected} detected, {named} named ({100.0 * named / planted:0.0} %); missed: {string.Join("; ", missed)}"
        );
        output.WriteLine(rates);
        Assert.True(planted > 250, rates);
        Assert.True(detected == planted, rates);
        Assert.True(named >= 0.95 * planted, rates);
    }

    private static AutoencoderProblem RandomProblem(string activation, int seed)
    {
        var random = new Random(seed);
        var (batch, inputs, hidden) = (random.Next(1, 5), random.Next(1, 6), random.Next(1, 6));
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        return new AutoencoderProblem(
            activation,
            inputs,
            hidden,
            batch,
            Draw(batch * inputs),
            Draw(hidden * inputs),
            Draw(inputs * hidden)
        );
    }
}
