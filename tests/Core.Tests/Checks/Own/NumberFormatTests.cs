using Compare.Checks.Own;
using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Results;
using Compare.Tests.Faults.Graphs;

namespace Compare.Tests.Checks.Own;

/// <summary>Gradients that were computed in sixteen bits are held against the bounds of that format, its overflow included.</summary>
public sealed class NumberFormatTests
{
    public static TheoryData<string> Names => [.. GraphExamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_RightInHalfPrecision_AgreesThereAndNowhereElse(string name)
    {
        var graph = GraphExamples.All[name](1);
        double[][] InHalf(double[][] _) => Gradient(graph);

        Assert.DoesNotContain(
            OwnGradient.Check(graph, InHalf, NumberFormat.Float16).Findings,
            finding => finding.Status == Status.Disagrees
        );
        Assert.Contains(
            OwnGradient.Check(graph, InHalf, NumberFormat.Float32).Findings,
            finding => finding.Status == Status.Disagrees
        );
    }

    /// <summary>Layer norm's variance taken for a constant is a cause in every format.</summary>
    [Theory]
    [InlineData(NumberFormat.Float16)]
    [InlineData(NumberFormat.Float16SumsInFloat32)]
    public void Check_PathMissing_IsNamedInSixteenBits(NumberFormat format)
    {
        var random = new Random(3);
        var x = new double[4, 6];
        var weights = new double[4, 6];
        for (var i = 0; i < 4; i++)
        for (var j = 0; j < 6; j++)
            (x[i, j], weights[i, j]) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
        Node Norm(Node x, bool isConstant)
        {
            var centred = x - x.Mean(axis: 1, keepAxis: true);
            var variance = centred.Square().Mean(axis: 1, keepAxis: true).Named("variance");
            // Its values alone: another graph, in which it is a constant.
            Node divisor = isConstant ? Variances(x) : variance;
            return (weights * centred / (divisor + 1e-3).Sqrt()).Sum();
        }
        double[,] Variances(Node _)
        {
            var variances = new double[4, 1];
            for (var i = 0; i < 4; i++)
            {
                var row = Enumerable.Range(0, 6).Select(j => x[i, j]).ToArray();
                variances[i, 0] = row.Average(v => v * v) - Math.Pow(row.Average(), 2);
            }
            return variances;
        }
        var graph = Graph.Of(("x", x), node => Norm(node, isConstant: false));
        var wrong = Graph.Of(("x", x), node => Norm(node, isConstant: true));

        var finding = Assert.Single(OwnGradient.Check(graph, _ => Gradient(wrong), format).Findings);

        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Contains("variance", finding.Cause!.Words, StringComparison.Ordinal);
    }

    /// <summary>300^2 is more than half precision holds: whatever comes of it, nothing can be said there; in bfloat16 it is a number.</summary>
    [Fact]
    public void Check_OverflowOfTheFormat_IsNoVerdict()
    {
        var graph = Graph.Of(("x", new[] { 300.0, 2 }), x => (x.Square().Square() / 16).Sum());
        double[][] Right(double[][] p) =>
            [
                [.. p[0].Select(x => x * x * x / 4)],
            ];
        double[][] Overflown(double[][] p) =>
            [
                [double.PositiveInfinity, 2],
            ];
        double[][] Wrong(double[][] p) =>
            [
                [double.PositiveInfinity, 4],
            ];

        Assert.DoesNotContain(Of(Right, NumberFormat.Float16), Failed);
        Assert.DoesNotContain(Of(Overflown, NumberFormat.Float16), Failed);
        Assert.Contains(Of(Wrong, NumberFormat.Float16), Failed);
        Assert.DoesNotContain(Of(Right, NumberFormat.BFloat16), Failed);
        Assert.Contains(Of(Overflown, NumberFormat.BFloat16), Failed);

        bool Failed(Finding finding) => finding.Status == Status.Disagrees;
        IReadOnlyList<Finding> Of(Func<double[][], double[][]> gradient, NumberFormat format) =>
            OwnGradient.Check(graph, gradient, format).Findings;
    }

    private static double[][] Gradient(Graph graph)
    {
        var gradients = graph.Evaluate<Half>().Differentiate();
        return
        [
            .. graph.Arguments.Select(argument =>
                gradients[graph.NumberOf(argument)] is { } gradient
                    ? Array.ConvertAll(gradient.Elements, x => (double)x)
                    : new double[argument.Shape.Count]
            ),
        ];
    }
}
