using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Reference.Graphs.Operations;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>The vote of a graph: every element of the gradient by one backward pass in double-double and one with bounds.</summary>
/// <remarks>The bounds allow for the rounding of every operation, and for one rounding of each argument.</remarks>
internal static class GraphJudge
{
    /// <summary>Differentiates by all arguments.</summary>
    /// <param name="graph">The function.</param>
    /// <param name="format">The format whose rounding the bounds allow for.</param>
    /// <returns>The vote.</returns>
    public static Vote Of(Graph graph, NumberFormat format) => new Voting(graph).In(format);

    private sealed class Voting(Graph graph) : PerFormat<Vote>
    {
        protected override Vote Of<TFormat>() => GraphJudge.Of<TFormat>(graph);
    }

    private static Vote Of<TFormat>(Graph graph)
        where TFormat : IFloatFormat
    {
        var exact = graph.Evaluate<DoubleDouble>().Differentiate();
        var bounded = graph.Evaluate<Bounded<TFormat>>().Differentiate();
        return new Vote(
            "the graph's backward rules",
            [
                .. graph.Arguments.Select(argument =>
                {
                    var n = graph.NumberOf(argument);
                    var (rows, columns) = SizesOf(argument.Shape);
                    return new JudgedTensor(
                        $"d{argument.Name}",
                        rows,
                        columns,
                        exact[n]?.Elements ?? new DoubleDouble[argument.Shape.Count],
                        bounded[n] is { } bounds
                            ? Array.ConvertAll(
                                bounds.Elements,
                                x => double.IsNaN(x.Error) ? double.PositiveInfinity : x.Error
                            )
                            : new double[argument.Shape.Count]
                    ).WithoutOpinionBeyondRange();
                }),
            ],
            Basis.Derived,
            null
        );
    }

    /// <summary>The arguments as matrices: the last axis in the columns, the others in the rows.</summary>
    /// <param name="graph">The function.</param>
    /// <returns>One for each argument.</returns>
    public static IReadOnlyList<NamedArray> ArgumentsOf(Graph graph) =>
        [
            .. graph.Arguments.Select(argument =>
            {
                var (rows, columns) = SizesOf(argument.Shape);
                return new NamedArray(argument.Name!, rows, columns, argument.Values!.Elements);
            }),
        ];

    private static (int Rows, int Columns) SizesOf(Shape shape) =>
        shape.Rank == 0 ? (1, 1)
        : shape[^1] == 0 ? (0, 0)
        : (shape.Count / shape[^1], shape[^1]);
}
