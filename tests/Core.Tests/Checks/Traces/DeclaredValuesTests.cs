using System.Globalization;
using Compare.Checks.Traces;
using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Results;

namespace Compare.Tests.Checks.Traces;

/// <summary>What a trace declares is held against its numbers: right declarations pass, and the nearest wrong ones do not.</summary>
public sealed class DeclaredValuesTests(ITestOutputHelper output)
{
    private const int Some = 20;
    private const int Many = 100;

    private static readonly Dictionary<string, string> Keys = new()
    {
        ["step size"] = "lr",
        ["momentum factor"] = "momentum",
        ["smoothing constant"] = "alpha",
        ["beta1"] = "beta1",
        ["beta2"] = "beta2",
        ["epsilon"] = "eps",
        ["coupled weight decay"] = "weight_decay",
        ["decoupled weight decay"] = "weight_decay",
    };

    [Fact]
    public void Run_SomeWrongDeclarations_Disagree() => WrongDeclarationsDisagree(Some);

    [Fact(Explicit = true)]
    public void Run_WrongDeclarations_Disagree() => WrongDeclarationsDisagree(Many);

    [Fact]
    public void Run_SomeWrongNames_Disagree() => WrongNamesDisagree(Some);

    [Fact(Explicit = true)]
    public void Run_WrongNames_Disagree() => WrongNamesDisagree(Many);

    [Fact]
    public void Run_SomeUndeclaredValues_AreInTheirRanges() => ValuesAreInTheirRanges(Some);

    [Fact(Explicit = true)]
    public void Run_UndeclaredValues_AreInTheirRanges() => ValuesAreInTheirRanges(Many);

    /// <summary>One update or two decide nothing, whatever is declared and however right it is.</summary>
    [Fact]
    public void Run_CutToOneOrTwoUpdates_IsUndecided()
    {
        List<string> decided = [];
        for (var seed = 0; seed < Many; seed++)
        {
            var program = RightPrograms.Draw(seed, seed % 2 == 0 ? Precision.Float64 : Precision.Float32);
            var (updates, n) = (1 + seed % 2, program.Trace.Trace.Parameters);
            var cut = program.Trace with
            {
                Theta = new NamedArray("theta", updates + 1, n, program.Trace.Theta.Values[..((updates + 1) * n)]),
                Gradients = new NamedArray("grad", updates, n, program.Trace.Gradients.Values[..(updates * n)]),
            };
            if (Run(cut).Any(finding => finding.Status is not (Status.Undecided or Status.Vacuous)))
                decided.Add(program.Words);
        }
        output.WriteLine($"{Many} traces of one or two updates: {decided.Count} decided");
        Assert.Empty(decided);
    }

    private void WrongDeclarationsDisagree(int count)
    {
        List<string> passed = [],
            beside = [];
        foreach (var (seed, program) in Telling(count))
        {
            string[] keys =
            [
                .. program
                    .Values.Where(pair =>
                        pair.Value > 0 && pair.Key is not ("eps" or "nesterov" or "centered" or "amsgrad")
                    )
                    .Select(pair => pair.Key),
            ];
            var key = keys[seed % keys.Length];
            var right = program.Values[key];
            var wrong = key is "lr" or "weight_decay" or "momentum_decay" ? 1.1 * right : 1 - 1.2 * (1 - right);
            var findings = Run(program.Declaring(key: key, value: wrong));
            var words = $"{program.Words}: {key} {right} declared as {wrong}";
            var failed = findings.Where(finding => finding.Status == Status.Disagrees).ToList();
            if (failed.Count == 0)
                passed.Add(words);
            if (failed.Exists(finding => finding.Key[KeyPart.Kind] != key))
                beside.Add($"{words}: {string.Join("; ", failed.Select(finding => finding.Cause))}");
        }
        output.WriteLine(
            $"{count} wrong declarations: {passed.Count} pass, {beside.Count} blame something else\n{string.Join('\n', passed.Concat(beside))}"
        );
        Assert.Empty(passed);
        Assert.Empty(beside);
    }

    private void WrongNamesDisagree(int count)
    {
        List<string> passed = [],
            failed = [];
        foreach (var (seed, program) in Telling(count))
        {
            string[] names = ["sgd", "rmsprop", "adagrad", "adam"];
            var others = names.Where(name => !program.Name.StartsWith(name, StringComparison.Ordinal)).ToArray();
            var wrong = program.Trace with { Declared = new Dictionary<string, double>(), Name = others[seed % 3] };
            if (!Run(wrong).Any(finding => finding.Status == Status.Disagrees))
                passed.Add($"{program.Words}, called {wrong.Name}");
            // Names are those of frameworks and case-blind.
            var right = program.Declaring(
                seed % 2 == 0 ? program.Name.ToUpperInvariant() : $"torch.optim.{program.Name}"
            );
            if (Run(right).Any(finding => finding.Status == Status.Disagrees))
                failed.Add($"{program.Words}, called {right.Name}");
        }
        output.WriteLine($"{count} wrong names: {passed.Count} pass; {count} right ones: {failed.Count} fail");
        Assert.Empty(passed);
        Assert.Empty(failed);
    }

    private void ValuesAreInTheirRanges(int count)
    {
        List<string> outside = [],
            odd = [];
        foreach (var (_, program) in Telling(count))
        {
            var survey = RecordedOptimizerCheck.Run(
                program.Trace with
                {
                    Name = null,
                    LearningRate = null,
                    Declared = new Dictionary<string, double>(),
                },
                threads: 2
            );
            foreach (var row in survey.Figures.OfType<TableFigure>().Single().Rows)
            {
                if (!Keys.TryGetValue(row[0], out var key) || !program.Values.TryGetValue(key, out var right))
                    continue;
                double Number(int column) => double.Parse(row[column], CultureInfo.InvariantCulture);
                // The ends are those of a search, to a part in a thousand of the range, and nothing is known beyond rounding.
                var slack = 1e-3 * (Number(3) - Number(2)) + 1e-12 * right;
                if (!(right >= Number(2) - slack && right <= Number(3) + slack))
                    outside.Add($"{program.Words}: {row[0]} {row[2]} to {row[3]}");
            }
            var words = FindingWords.Notes(survey.Findings[0]) ?? "";
            if (words.Contains("E-1", StringComparison.Ordinal) && !words.Contains("1E-10", StringComparison.Ordinal))
                odd.Add($"{program.Words}: {words}");
        }
        output.WriteLine($"{count} traces: {outside.Count} values outside their ranges, {odd.Count} absurd");
        Assert.Empty(outside);
        Assert.Empty(odd);
    }

    private static IEnumerable<(int Seed, RightPrograms Program)> Telling(int count) =>
        Enumerable
            .Range(0, int.MaxValue)
            .Select(seed => (seed, RightPrograms.Draw(seed, Precision.Float64)))
            .Where(drawn => drawn.Item2.IsTelling)
            .Take(count);

    private static IReadOnlyList<Finding> Run(RecordedOptimizer trace) =>
        RecordedOptimizerCheck.Run(trace, threads: 2).Findings;
}
