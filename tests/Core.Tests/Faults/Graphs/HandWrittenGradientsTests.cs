using Compare.Checks.Own;
using Compare.Reference.Graphs;
using Compare.Results;

namespace Compare.Tests.Faults.Graphs;

/// <summary>Gradients in plain loops over double, right and with mistakes of public bug reports: right ones pass, wrong ones are named.</summary>
public sealed partial class HandWrittenGradientsTests(ITestOutputHelper output)
{
    private const int N = 6;
    private const int D = 4;

    /// <summary>What no mistake explains is described: which arguments are right, and what the difference looks like.</summary>
    [Theory]
    [InlineData("constant", "the difference is the same number everywhere")]
    [InlineData("row", "the difference is constant along each row")]
    [InlineData("column", "the difference is the same in every row")]
    [InlineData("values", "the difference is a multiple of `y`")]
    [InlineData("nothing", "correlation")]
    public void Unexplained(string difference, string words)
    {
        double[,] weights = Draw(2, N, D);
        var f = Graph.Of(
            ("x", Draw(1, N, D)),
            ("b", Row(3, D)),
            (x, b) =>
            {
                var y = (x + b).Tanh();
                return (weights * y).Sum();
            }
        );
        double[][] Mine(double[][] p)
        {
            double[] dx = new double[N * D],
                db = new double[D];
            for (var i = 0; i < N; i++)
            for (var j = 0; j < D; j++)
            {
                var y = Math.Tanh(p[0][i * D + j] + p[1][j]);
                var right = weights[i, j] * (1 - y * y);
                db[j] += right;
                dx[i * D + j] =
                    right
                    + difference switch
                    {
                        "constant" => 0.1,
                        "row" => 0.1 * (i + 1),
                        "column" => 0.1 * (j + 1),
                        "values" => 0.37 * y,
                        _ => 0.1 * Math.Sin(7 * i + 3 * j * j),
                    };
            }
            return [dx, db];
        }
        var result = OwnGradient.Check(f, Mine);
        output.WriteLine(result.ToString());
        var failed = Assert.Single(result.Findings, finding => finding.Status == Status.Disagrees);
        Assert.False(failed.Cause!.IsNamed, failed.Cause.ToString());
        Assert.Contains(words, failed.Cause.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("db is right", failed.Cause.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Nodes without names that are used twice at every turn have a text without end; a large argument has many elements.</summary>
    [Fact]
    public void LoopsAndLargeArguments()
    {
        var deep = Graph.Of(
            ("x", Row(1, 3)),
            x =>
            {
                var y = x;
                for (var turn = 0; turn < 60; turn++)
                    y = 0.5 * y * y + y / 2;
                return y.Sum();
            }
        );
        var wrong = OwnGradient.Check(
            deep,
            _ =>
                [
                    [1, 2, 3],
                ]
        );
        Assert.Contains(wrong.Findings, finding => finding.Status == Status.Disagrees);

        const int rows = 300,
            columns = 400;
        double[,] weights = Draw(2, rows, columns);
        var large = Graph.Of(
            ("w", Draw(3, rows, columns)),
            w =>
            {
                var z = w.Tanh();
                return (weights * z).Sum() + z.Square().Sum();
            }
        );
        double[][] Mine(double[][] p, int off) =>
            [
                [
                    .. p[0]
                        .Select(
                            (w, i) =>
                            {
                                var z = Math.Tanh(w);
                                var right = (weights[i / columns, i % columns] + 2 * z) * (1 - z);
                                return i == off ? right + 1e-3 : right;
                            }
                        ),
                ],
            ];
        Assert.Contains("1 - y", OwnGradient.Check(large, p => Mine(p, -1)).ToString(), StringComparison.Ordinal);
        // A cause that does not hold for an element that was not looked at first is none.
        var almost = OwnGradient.Check(large, p => Mine(p, 7)).Findings[0];
        Assert.False(almost.Cause!.IsNamed, almost.Cause.ToString());
    }

    private void Judge(Graph f, Func<double[][], double[][]> mine, string named)
    {
        var result = OwnGradient.Check(f, mine);
        output.WriteLine(result.ToString());
        var failed = result.Findings.Where(finding => finding.Status == Status.Disagrees).ToList();
        if (named == "")
        {
            Assert.True(result.Passed, result.ToString());
            return;
        }
        Assert.NotEmpty(failed);
        Assert.All(failed, finding => Assert.True(finding.Cause!.IsNamed, finding.Cause.ToString()));
        foreach (
            var word in named.Contains(' ') && named.StartsWith("mean", StringComparison.Ordinal)
                ? named.Split(' ')
                : [named]
        )
            Assert.All(failed, finding => Assert.Contains(word, finding.Cause!.ToString(), StringComparison.Ordinal));
    }

    private static double[] Softmax(double[] x)
    {
        var sum = x.Sum(v => Math.Exp(v - x.Max()));
        return [.. x.Select(v => Math.Exp(v - x.Max()) / sum)];
    }

    private static double[] Row(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }

    private static double[,] Draw(int seed, int rows, int columns)
    {
        var random = new Random(seed);
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            matrix[i, j] = 2 * random.NextDouble() - 1;
        return matrix;
    }
}
