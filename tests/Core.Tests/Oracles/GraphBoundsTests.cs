using Compare.Oracles.Functions;
using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Tests.Faults.Graphs;

namespace Compare.Tests.Oracles;

/// <summary>Whatever the order of its sums, a gradient in a narrow format is within the bounds that the graph yields for it.</summary>
public sealed class GraphBoundsTests(ITestOutputHelper output)
{
    private const int Instances = 84;
    private const int Orders = 10;
    private const int SomeInstances = 12;
    private const int SomeOrders = 4;

    private static readonly NumberFormat[] Narrow =
    [
        NumberFormat.Float16,
        NumberFormat.BFloat16,
        NumberFormat.Float16SumsInFloat32,
        NumberFormat.BFloat16SumsInFloat32,
    ];

    public static TheoryData<string> Names => [.. GraphExamples.All.Keys];

    public static TheoryData<string, NumberFormat> NarrowOnes
    {
        get
        {
            var rows = new TheoryData<string, NumberFormat>();
            foreach (var name in GraphExamples.All.Keys)
            foreach (var format in Narrow)
                rows.Add(name, format);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Differentiate_InRandomOrders_IsWithinTheBounds(string name) =>
        Holds(name, NumberFormat.Float32, Instances, Orders);

    [Theory]
    [MemberData(nameof(NarrowOnes))]
    public void Differentiate_InSixteenBits_IsWithinTheBounds(string name, NumberFormat format) =>
        Holds(name, format, SomeInstances, SomeOrders);

    private void Holds(string name, NumberFormat format, int instances, int orders)
    {
        Shuffled.Rounding = format switch
        {
            NumberFormat.Float32 => x => x,
            NumberFormat.Float16 or NumberFormat.Float16SumsInFloat32 => x => (float)(Half)x,
            _ => ToBFloat16,
        };
        Shuffled.SumsInFloat = format is NumberFormat.Float16SumsInFloat32 or NumberFormat.BFloat16SumsInFloat32;
        var ratios = new List<double>();
        var (violations, finite, all) = (0, 0, 0);
        for (var seed = 0; seed < instances; seed++)
        {
            Shuffled.Order = new Random(seed);
            var graph = GraphExamples.All[name](seed);
            var exact = graph.Evaluate<DoubleDouble>().Differentiate();
            var bounds = new Bounding(graph).In(format);
            for (var order = 0; order < orders; order++)
            {
                var computed = graph.Evaluate<Shuffled>().Differentiate();
                foreach (var argument in graph.Arguments)
                {
                    var n = graph.NumberOf(argument);
                    if (exact[n] is not { } right)
                        continue;
                    for (var i = 0; i < right.Elements.Length; i++)
                    {
                        all++;
                        if (!double.IsFinite(bounds[n]![i]))
                            continue;
                        finite++;
                        var error = Math.Abs(Shuffled.ToDouble(computed[n]!.Elements[i]) - right.Elements[i].Hi);
                        violations += error <= bounds[n]![i] ? 0 : 1;
                        if (error > 0)
                            ratios.Add(bounds[n]![i] / error);
                    }
                }
            }
        }
        ratios.Sort();
        double Quantile(double share) => ratios.Count == 0 ? double.NaN : ratios[(int)(share * (ratios.Count - 1))];
        output.WriteLine(
            $"{name}, {format}: {instances} instances in {orders} orders, {violations} violations; {100.0 * finite / all:0} % have a bound; bound / error {Quantile(0.5):0} (median), {Quantile(0.1):0} (10 %), {Quantile(0.9):0} (90 %)"
        );
        Assert.Equal(0, violations);
        Assert.True(format != NumberFormat.Float32 || finite == all);
    }

    /// <summary>To the nearest of eight significant bits, ties to even.</summary>
    private static float ToBFloat16(float x)
    {
        if (!float.IsFinite(x))
            return x;
        var bits = BitConverter.SingleToUInt32Bits(x);
        bits += 0x7FFF + ((bits >> 16) & 1);
        return BitConverter.UInt32BitsToSingle(bits & 0xFFFF0000);
    }

    private sealed class Bounding(Graph graph) : PerFormat<double[]?[]>
    {
        protected override double[]?[] Of<TFormat>() =>
            Array.ConvertAll(
                graph.Evaluate<Bounded<TFormat>>().Differentiate(),
                gradient => gradient is null ? null : Array.ConvertAll(gradient.Elements, x => x.Error)
            );
    }
}
