using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Tests.Faults.Graphs;

namespace Compare.Tests.Oracles;

/// <summary>Whatever the order of its sums, a gradient in float32 is within the bounds that the graph yields for it.</summary>
public sealed class GraphBoundsTests(ITestOutputHelper output)
{
    private const int Instances = 84;
    private const int Orders = 10;

    public static TheoryData<string> Names => [.. GraphExamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Differentiate_InRandomOrders_IsWithinTheBounds(string name)
    {
        var ratios = new List<double>();
        var violations = 0;
        for (var seed = 0; seed < Instances; seed++)
        {
            Shuffled.Order = new Random(seed);
            var graph = GraphExamples.All[name](seed);
            var exact = graph.Evaluate<DoubleDouble>().Differentiate();
            var bounded = graph.Evaluate<Bounded<Binary32>>().Differentiate();
            for (var order = 0; order < Orders; order++)
            {
                var computed = graph.Evaluate<Shuffled>().Differentiate();
                foreach (var argument in graph.Arguments)
                {
                    var n = graph.NumberOf(argument);
                    if (exact[n] is not { } right)
                        continue;
                    for (var i = 0; i < right.Elements.Length; i++)
                    {
                        var error = Math.Abs(Shuffled.ToDouble(computed[n]!.Elements[i]) - right.Elements[i].Hi);
                        var bound = bounded[n]!.Elements[i].Error;
                        violations += error <= bound ? 0 : 1;
                        if (error > 0)
                            ratios.Add(bound / error);
                    }
                }
            }
        }
        ratios.Sort();
        output.WriteLine(
            $"{name}: {Instances} instances in {Orders} orders, {violations} violations; bound / error {ratios[ratios.Count / 2]:0} (median), {ratios[ratios.Count / 10]:0} (10 %), {ratios[ratios.Count * 9 / 10]:0} (90 %)"
        );
        Assert.Equal(0, violations);
    }
}
