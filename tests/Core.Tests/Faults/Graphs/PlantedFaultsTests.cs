using System.Diagnostics;
using Compare.Checks.Own;
using Compare.Faults.Graphs;
using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Results;

namespace Compare.Tests.Faults.Graphs;

/// <summary>Every mistake on every path of networks' functions is caught, and nearly every one is named; right gradients get no cause.</summary>
public sealed class PlantedFaultsTests(ITestOutputHelper output)
{
    /// <summary>Other arrays that are put in place of the one by which a gradient is multiplied, at each such place.</summary>
    private const int MostExchanges = 3;

    public static TheoryData<string> Names => [.. GraphExamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_EveryFaultOnEveryPath_IsCaughtAndNamed(string name)
    {
        var graph = GraphExamples.All[name](1);
        var evaluation = graph.Evaluate<double>();
        var right = Gradients(graph, []);
        var (planted, caught, named, longest) = (0, 0, 0, TimeSpan.Zero);
        List<string> missed = [];
        foreach (var fault in Faults(graph, evaluation))
        {
            var wrong = Gradients(graph, [fault]);
            if (!Differs(wrong, right) || wrong.Any(values => values.Any(x => !double.IsFinite(x))))
                continue;
            planted++;
            var began = Stopwatch.GetTimestamp();
            var failed = OwnGradient
                .Check(graph, _ => wrong)
                .Findings.Where(f => f.Status == Status.Disagrees)
                .ToList();
            var elapsed = Stopwatch.GetElapsedTime(began);
            longest = elapsed > longest ? elapsed : longest;
            caught += failed.Count > 0 ? 1 : 0;
            if (failed.TrueForAll(finding => finding.Cause!.IsNamed))
                named++;
            else
                missed.Add(
                    $"{fault.Cause.Words} ({string.Join(", ", failed.Where(f => !f.Cause!.IsNamed).Select(f => f.Subject.Split(':')[0] + " " + f.Cause + " " + f.Location))})"
                );
        }
        output.WriteLine(
            $"{name}: {planted} planted, {caught} caught, {named} named, the longest in {longest.TotalSeconds:0.00} s\n{string.Join('\n', missed)}"
        );
        Assert.Equal(planted, caught);
        Assert.InRange(named, 0.95 * planted, planted);
    }

    [Fact]
    public void Check_PairsOfFaults_AreMostlyNamed()
    {
        const int pairs = 25;
        var (planted, caught) = (0, 0);
        var (apart, apartNamed, together, togetherNamed) = (0, 0, 0, 0);
        List<string> missed = [];
        foreach (var (name, make) in GraphExamples.All)
        {
            var random = new Random(1);
            var graph = make(1);
            var right = Gradients(graph, []);
            PathFault[] faults =
            [
                .. Faults(graph, graph.Evaluate<double>()).Where(fault => Differs(Gradients(graph, [fault]), right)),
            ];
            for (var i = 0; i < pairs; )
            {
                var (a, b) = (faults[random.Next(faults.Length)], faults[random.Next(faults.Length)]);
                if (a.Where.Paths.Any(path => b.Where.Contains(path.Node, path.Operand)))
                    continue;
                i++;
                var wrong = Gradients(graph, [a, b]);
                if (!Differs(wrong, right) || wrong.Any(values => values.Any(x => !double.IsFinite(x))))
                    continue;
                planted++;
                var failed = OwnGradient
                    .Check(graph, _ => wrong)
                    .Findings.Where(f => f.Status == Status.Disagrees)
                    .ToList();
                caught += failed.Count > 0 ? 1 : 0;
                var isNamed = failed.TrueForAll(finding => finding.Cause!.IsNamed);
                // Whether any argument's gradient is changed by both.
                var (ofA, ofB) = (Gradients(graph, [a]), Gradients(graph, [b]));
                var areApart = Enumerable
                    .Range(0, right.Length)
                    .All(p => !Differs([ofA[p]], [right[p]]) || !Differs([ofB[p]], [right[p]]));
                if (areApart)
                    (apart, apartNamed) = (apart + 1, apartNamed + (isNamed ? 1 : 0));
                else
                    (together, togetherNamed) = (together + 1, togetherNamed + (isNamed ? 1 : 0));
                if (!isNamed)
                    missed.Add($"{name}: {a.Cause.Words}; {b.Cause.Words}");
            }
        }
        output.WriteLine(
            $"{planted} pairs planted, {caught} caught; in different arguments {apartNamed} of {apart} named, in one {togetherNamed} of {together}\n{string.Join('\n', missed.Take(20))}"
        );
        Assert.Equal(planted, caught);
        Assert.InRange(apartNamed, 0.9 * apart, apart);
        Assert.InRange(togetherNamed, 0.6 * together, together);
    }

    /// <summary>Errors that no rule makes.</summary>
    [Fact]
    public void Check_MistakeThatNobodyKnows_GetsNoName()
    {
        (string Name, Func<double[], Random, double[]> Spoil)[] unknown =
        [
            ("noise", (g, random) => [.. g.Select(x => x * (1 + 0.01 * (random.NextDouble() - 0.5)))]),
            ("bent", (g, _) => [.. g.Select(x => x + 0.3 * x * Math.Abs(x))]),
            ("neighbours", (g, _) => [.. g.Select((x, i) => x + 0.1 * g[(i + 1) % g.Length])]),
        ];
        const int draws = 6;
        var (wrong, passed) = (0, 0);
        List<string> named = [];
        foreach (var (name, make) in GraphExamples.All)
            for (var seed = 0; seed < draws * unknown.Length; seed++)
            {
                var random = new Random(seed);
                var graph = make(seed);
                var gradients = Gradients(graph, []);
                var argument = random.Next(gradients.Length);
                gradients[argument] = unknown[seed % unknown.Length].Spoil(gradients[argument], random);
                var failed = OwnGradient
                    .Check(graph, _ => gradients)
                    .Findings.Where(f => f.Status == Status.Disagrees)
                    .ToList();
                wrong++;
                passed += failed.Count == 0 ? 1 : 0;
                named.AddRange(
                    failed
                        .Where(finding => finding.Cause!.IsNamed)
                        .Select(finding => $"{name} {seed} {unknown[seed % unknown.Length].Name}: {finding.Cause}")
                );
            }
        output.WriteLine(
            $"{wrong} mistakes of no name: {passed} pass, {named.Count} get a name\n{string.Join('\n', named)}"
        );
        Assert.Equal(0, passed);
        Assert.Empty(named);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_RightGradients_Agree(string name)
    {
        const int draws = 84;
        for (var seed = 0; seed < draws; seed++)
        {
            var graph = GraphExamples.All[name](seed);
            var right = Gradients(graph, []);
            var result = OwnGradient.Check(graph, _ => right);
            Assert.True(result.Passed, $"{seed}: {result}");
        }
    }

    /// <summary>A gradient in float32 is wrong by the bounds of float64, right by its own, and its mistakes are named as well.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Check_GradientInFloat32_IsJudgedByItsFormat(string name)
    {
        const int draws = 20;
        var (planted, named) = (0, 0);
        for (var seed = 0; seed < draws; seed++)
        {
            var graph = GraphExamples.All[name](seed);
            double[][] Single(IReadOnlyList<PathFault> faults)
            {
                var gradients = PathFault.Differentiate(graph.Evaluate<float>(), faults);
                return
                [
                    .. graph.Arguments.Select(argument =>
                        gradients[graph.NumberOf(argument)] is { } gradient
                            ? Array.ConvertAll(gradient.Elements, x => (double)x)
                            : new double[argument.Shape.Count]
                    ),
                ];
            }
            var right = OwnGradient.Check(graph, _ => Single([]), NumberFormat.Float32);
            Assert.True(right.Passed, $"{seed}: {right}");
            var faults = Faults(graph, graph.Evaluate<double>()).ToList();
            var fault = faults[new Random(seed).Next(faults.Count)];
            if (!Differs(Gradients(graph, [fault]), Gradients(graph, [])))
                continue;
            var failed = OwnGradient
                .Check(graph, _ => Single([fault]), NumberFormat.Float32)
                .Findings.Where(f => f.Status == Status.Disagrees)
                .ToList();
            planted += failed.Count > 0 ? 1 : 0;
            named += failed.Count > 0 && failed.TrueForAll(f => f.Cause!.IsNamed) ? 1 : 0;
        }
        output.WriteLine($"{name}: {draws} right in float32; {planted} wrong, {named} named");
        Assert.InRange(named, 0.9 * planted, planted);
    }

    private static IEnumerable<PathFault> Faults(Graph graph, Evaluation<double> evaluation)
    {
        var places = graph
            .Arguments.SelectMany(argument => PathGroup.Of(graph, argument))
            .DistinctBy(where => where.Paths[0]);
        foreach (var where in places)
        {
            foreach (var (factor, words) in new[] { (0.0, "is missing"), (-1.0, "is reversed"), (2.0, "counts twice") })
                yield return new PathFault(where, factor, null, new Cause("path", $"{where.Words} {words}"));
            foreach (var slip in where.Slips)
                if (
                    new PathFault(where, 1, slip, new Cause(slip.Id, $"{where.Words}: {slip.Id}")) is var fault
                    && fault.Applies(evaluation)
                )
                    yield return fault;
            foreach (
                var instead in graph
                    .Nodes.Where(node => node != where.Factor && where.Factor?.Shape.Equals(node.Shape) == true)
                    .Take(MostExchanges)
            )
                yield return new PathFault(where, 1, null, new Cause("exchanged", $"{where.Words}: {instead}"))
                {
                    Instead = instead,
                };
        }
    }

    private static double[][] Gradients(Graph graph, IReadOnlyList<PathFault> faults)
    {
        var gradients = PathFault.Differentiate(graph.Evaluate<double>(), faults);
        return
        [
            .. graph.Arguments.Select(argument =>
                gradients[graph.NumberOf(argument)]?.Elements ?? new double[argument.Shape.Count]
            ),
        ];
    }

    /// <summary>By more than rounding.</summary>
    private static bool Differs(double[][] a, double[][] b) =>
        a.Zip(b)
            .Any(pair =>
            {
                var allowed = 1e-9 * pair.Second.Max(Math.Abs);
                return pair.First.Zip(pair.Second).Any(x => !(Math.Abs(x.First - x.Second) <= allowed));
            });
}
