using Compare.Checks.Own;
using Compare.Problems;
using Compare.Reference.Activations;
using Compare.Reference.Graphs;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Faults.Gradients;

/// <summary>
/// The homework's autoencoder as a graph: an opinion on its derivation that shares no backward rule with it, and how many of the
/// homework's mistakes a graph can name, which knows operations and not where a program reads its weights from.
/// </summary>
public sealed class GraphOfTheHomeworkTests(ITestOutputHelper output)
{
    private const int Seeds = 3;

    public static TheoryData<string> Activations => [.. Activation.Names];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Check_PlainProgram_AgreesWithTheGraph(string activation)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var problem = Draw(activation, seed);
            var result = OwnGradient.Check(GraphOf(problem), _ => Gradients(problem, Mistake.None));
            Assert.DoesNotContain(result.Findings, finding => finding.Status == Status.Disagrees);
        }
    }

    [Fact]
    public void Check_MistakesOfTheHomework_AreDetectedAndMostlyNamed()
    {
        var (planted, detected, named, missed) = (0, 0, 0, new Dictionary<string, int>());
        var seed = 0;
        foreach (var activation in Activation.Names)
        foreach (var mistake in CataloguedMistake.All)
            for (var i = 0; i < Seeds; i++)
            {
                var problem = Draw(activation, seed++);
                var right = Gradients(problem, Mistake.None);
                var wrong = Gradients(problem, mistake.Planted);
                if (wrong.Zip(right).All(pair => IsSame(pair.First, pair.Second)))
                    continue;
                planted++;
                var failed = OwnGradient
                    .Check(GraphOf(problem), _ => wrong)
                    .Findings.Where(finding => finding.Status == Status.Disagrees)
                    .ToList();
                detected += failed.Count > 0 ? 1 : 0;
                if (failed.Count > 0 && failed.TrueForAll(finding => finding.Cause is { IsNamed: true }))
                    named++;
                else
                    missed[mistake.Id] = missed.GetValueOrDefault(mistake.Id) + 1;
            }
        output.WriteLine(
            $"{planted} planted, {detected} detected, {named} named ({100.0 * named / planted:0.0} %); not named: {string.Join(", ", missed.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"))}"
        );
        Assert.Equal(planted, detected);
        Assert.InRange(named, planted / 2, planted);
    }

    private static double[][] Gradients(Problem problem, Mistake mistake) =>
        [.. new MistakenSide(mistake).Gradient(problem).Gradients.Select(gradient => gradient.Values)];

    private static Graph GraphOf(Problem problem)
    {
        double[,] Matrix(double[] values, int rows, int columns)
        {
            var matrix = new double[rows, columns];
            Buffer.BlockCopy(values, 0, matrix, 0, values.Length * sizeof(double));
            return matrix;
        }
        var (w1, w2) = (problem.Parameters[0], problem.Parameters[1]);
        var batch = problem.Batch;
        return Graph.Of(
            ("W1", Matrix(w1.Values, w1.Rows, w1.Columns)),
            ("W2", Matrix(w2.Values, w2.Rows, w2.Columns)),
            (w1, w2) =>
            {
                Node x = Matrix(batch.X, batch.Count, batch.Inputs);
                var a = x.MatMul(w1.Transpose());
                var z = problem.Model.ActivationWords switch
                {
                    "relu" => a.Relu(),
                    "sigmoid" => a.Sigmoid(),
                    "tanh" => a.Tanh(),
                    "negative" => -a,
                    _ => a,
                };
                var y = z.MatMul(w2.Transpose());
                return y.SquaredError(x);
            }
        );
    }

    private static Problem Draw(string activation, int seed)
    {
        var random = new Random(1000 + seed);
        var (batch, inputs, hidden) = (random.Next(1, 10), random.Next(1, 10), random.Next(1, 10));
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * (double)random.NextSingle() - 1)];
        return new AutoencoderProblem(
            activation,
            inputs,
            hidden,
            batch,
            Draw(batch * inputs),
            Draw(hidden * inputs),
            Draw(inputs * hidden)
        ).ToProblem();
    }

    private static bool IsSame(double[] a, double[] b)
    {
        var largest = b.Max(Math.Abs);
        return a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-12 * largest);
    }
}
