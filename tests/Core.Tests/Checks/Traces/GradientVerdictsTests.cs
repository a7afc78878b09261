using Compare.Checks.Traces;
using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Reference.Activations;
using Compare.Results;
using Compare.Tests.Faults.Gradients;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Traces;

/// <summary>Recorded gradients at random: in any orientation, without a loss, and wrong in ways that no catalogue has.</summary>
public sealed class GradientVerdictsTests(ITestOutputHelper output)
{
    private const int Draws = 200;

    private static readonly (string Name, Func<double[], int, Random, double[]> Spoil)[] Unknown =
    [
        ("noise", (g, _, random) => [.. g.Select(x => x * (1 + 0.01 * (random.NextDouble() - 0.5)))]),
        ("one element", (g, _, random) => Changed(g, random.Next(g.Length), x => 1.3 * x + 0.01)),
        ("one row", (g, columns, _) => [.. g.Select((x, i) => i < columns ? 1.3 * x : x)]),
        ("bent", (g, _, _) => [.. g.Select(x => x + 0.3 * x * x)]),
        ("shifted", (g, _, _) => [.. g.Select(x => x + 0.01)]),
        ("neighbours", (g, _, _) => [.. g.Select((x, i) => x + 0.1 * g[(i + 1) % g.Length])]),
    ];

    /// <summary>Whatever orientation each array has, a right gradient passes, and the verdict says where it is turned; a wrong one fails.</summary>
    [Fact]
    public void Run_AnyOrientation_PassesTheRightAndFailsTheWrong()
    {
        List<string> failed = [],
            passed = [],
            silent = [];
        for (var seed = 0; seed < Draws; seed++)
        {
            var random = new Random(seed);
            var drawn = Draw(seed);
            var turned = Enumerable.Range(0, 5).Select(_ => random.Next(2) == 1).ToArray();
            var survey = Run(Written(drawn, turned));
            if (survey.Findings.Any(finding => finding.Status == Status.Disagrees))
                failed.Add($"{seed}");
            var why = Verdict.Why(new Report("trace", survey.Findings, [], [], []));
            foreach (
                var (gradient, isTurned) in new[] { ("dW1", turned[1] != turned[3]), ("dW2", turned[2] != turned[4]) }
            )
                if (why.Contains($"{gradient} as the transpose", StringComparison.Ordinal) != isTurned)
                    silent.Add($"{seed}: {why}");
            var gradients = drawn.Gradients.ToArray();
            var which = random.Next(2);
            var at = random.Next(gradients[which].Values.Length);
            var largest = gradients[which].Values.Max(Math.Abs);
            gradients[which] = gradients[which] with
            {
                Values = Changed(gradients[which].Values, at, x => x + 0.01 * largest),
            };
            if (
                Run(Written(drawn with { Gradients = gradients }, turned))
                    .Findings.All(f => f.Status != Status.Disagrees)
            )
                passed.Add($"{seed}");
        }
        output.WriteLine(
            $"{Draws} orientations: {failed.Count} right fail, {passed.Count} wrong pass, {silent.Count} say something else of the layout"
        );
        Assert.Empty(failed);
        Assert.Empty(passed);
        Assert.Empty(silent);
    }

    /// <summary>Nobody gave the loss, so no cause rests on it.</summary>
    [Fact]
    public void Run_WithoutLoss_SaysNothingOfIt()
    {
        var (wrong, said) = (0, new List<string>());
        for (var seed = 0; wrong < Draws; seed++)
        {
            var random = new Random(seed);
            var planted = CataloguedMistake.All[random.Next(CataloguedMistake.All.Count)].Planted;
            var drawn = Draw(seed, seed % 3 == 0 ? Mistake.None : planted);
            var gradients =
                seed % 3 == 0
                    ? drawn.Gradients.Select(g => g with { Values = Unknown[0].Spoil(g.Values, g.Columns, random) })
                    : drawn.Gradients;
            var failed = RecordedGradientCheck
                .Run(drawn with { Loss = null, Gradients = [.. gradients] }, threads: 2)
                .Findings.Where(finding => finding.Status == Status.Disagrees)
                .ToList();
            wrong += failed.Count > 0 ? 1 : 0;
            said.AddRange(
                failed
                    .Select(finding => finding.Cause!.ToString())
                    .Where(words => words.Contains("loss is right", StringComparison.Ordinal))
            );
        }
        output.WriteLine($"{wrong} wrong gradients without loss: {said.Count} speak of it");
        Assert.Empty(said);
    }

    /// <summary>What is no usual mistake gets no name, however near one is.</summary>
    [Fact]
    public void Run_MistakeThatNobodyKnows_FailsWithoutAName()
    {
        List<string> passed = [],
            named = [];
        var wrong = 0;
        for (var seed = 0; wrong < Draws; seed++)
        {
            var random = new Random(seed);
            var drawn = Draw(seed);
            var (name, spoil) = Unknown[seed % Unknown.Length];
            var which = random.Next(2);
            var gradients = drawn.Gradients.ToArray();
            gradients[which] = gradients[which] with
            {
                Values = spoil(gradients[which].Values, gradients[which].Columns, random),
            };
            // A factor does nothing to a row of zeros.
            if (gradients[which].Values.SequenceEqual(drawn.Gradients[which].Values))
                continue;
            wrong++;
            var failed = RecordedGradientCheck
                .Run(drawn with { Gradients = gradients }, threads: 2)
                .Findings.Where(finding => finding.Status == Status.Disagrees)
                .ToList();
            if (failed.Count == 0)
                passed.Add($"{seed} {name}");
            named.AddRange(
                failed
                    .Where(finding => finding.Cause!.IsNamed)
                    .Select(finding => $"{seed} {name}: {finding.Cause!.Id}, {finding.Cause}")
            );
        }
        output.WriteLine(
            $"{Draws} gradients with mistakes of no name: {passed.Count} pass, {named.Count} get a name\n{string.Join('\n', named)}"
        );
        Assert.Empty(passed);
        Assert.Empty(named);
    }

    private static double[] Changed(double[] values, int at, Func<double, double> change) =>
        [.. values.Select((x, i) => i == at ? change(x) : x)];

    private static Survey Run(byte[] archive)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "somebody.npz");
        File.WriteAllBytes(path, archive);
        return RecordedGradientCheck.Run(Assert.IsType<RecordedGradient>(TraceRecognition.Read(path)), threads: 2);
    }

    /// <summary>As a file in which some of X, W1, W2, dW1, dW2 lie as their transposes.</summary>
    private static byte[] Written(RecordedGradient drawn, bool[] turned)
    {
        NamedArray[] arrays = [drawn.X, .. drawn.Parameters, .. drawn.Gradients];
        string[] names = ["X", "W1", "W2", "dW1", "dW2"];
        return TraceBytes.Zip([
            ("activation.npy", TraceBytes.Text(drawn.Activation!)),
            .. arrays.Select(
                (array, i) =>
                {
                    var (rows, columns) = turned[i] ? (array.Columns, array.Rows) : (array.Rows, array.Columns);
                    var values = turned[i]
                        ? Enumerable
                            .Range(0, array.Values.Length)
                            .Select(at => array.Values[at % columns * array.Columns + at / columns])
                        : array.Values;
                    return ($"{names[i]}.npy", TraceBytes.Doubles($"({rows}, {columns})", [.. values]));
                }
            ),
        ]);
    }

    /// <summary>Sizes that leave no doubt about an orientation.</summary>
    private static RecordedGradient Draw(int seed, Mistake mistake = Mistake.None)
    {
        var random = new Random(seed);
        int[] sizes = [.. Enumerable.Range(2, 7)];
        random.Shuffle(sizes);
        var (batch, inputs, hidden) = (sizes[0], sizes[1], sizes[2]);
        double[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        var problem = new AutoencoderProblem(
            Activation.Names[random.Next(Activation.Names.Count)],
            inputs,
            hidden,
            batch,
            Some(batch * inputs),
            Some(hidden * inputs),
            Some(inputs * hidden)
        );
        var trace = new MistakenSide(mistake).Gradient(problem.ToProblem());
        return new RecordedGradient
        {
            File = "somebody.npz",
            Precision = Precision.Float64,
            Ignored = [],
            Layout = new GradientLayout(batch, inputs, hidden, false, false, false, false, false),
            OtherLayouts = [],
            X = new NamedArray("X", batch, inputs, problem.X),
            Parameters = problem.ToProblem().Parameters,
            Gradients = trace.Gradients,
            Loss = trace.Loss,
            Activation = problem.Activation,
        };
    }
}
