using Compare.Faults.Gradients;
using Compare.Oracles;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Activations;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Faults.Gradients;

/// <summary>What the finder is worth: mistakes planted by a program that shares no code with the catalogue must get their names.</summary>
public sealed class GradientFinderTests(ITestOutputHelper output)
{
    private const int Seeds = 3;
    private const int PairsPerActivation = 150;
    private const int LargestSize = 9;

    [Fact]
    public void Explain_EverySingleMistake_IsDetectedAndNamed()
    {
        var rates = new Rates();
        var seed = 0;
        foreach (var activation in Activation.Names)
        foreach (var mistake in CataloguedMistake.All)
        foreach (var precision in Enum.GetValues<Precision>())
            for (var i = 0; i < Seeds; i++)
                rates.Plant(RandomProblem(activation, precision, seed++), mistake);

        output.WriteLine(rates.ToString());
        Assert.True(rates.Planted > 1000, rates.ToString());
        Assert.Equal(rates.Planted, rates.Detected);
        Assert.True(rates.Named == rates.Planted, rates.ToString());
    }

    [Fact]
    public void Explain_PairsOfMistakes_AreNamed()
    {
        var rates = new Rates();
        var random = new Random(11);
        foreach (var activation in Activation.Names)
            for (var i = 0; i < PairsPerActivation; )
            {
                var (a, b) = (Any(random), Any(random));
                if (a.Kind == b.Kind)
                    continue;
                rates.Plant(RandomProblem(activation, Precision.Float64, i++), a, b);
            }

        output.WriteLine(rates.ToString());
        Assert.Equal(rates.Planted, rates.Detected);
        Assert.True(rates.Named >= 0.95 * rates.Planted, rates.ToString());
    }

    [Theory]
    [InlineData("sigmoid", Mistake.DerivativeMissing, Mistake.FactorBatch, 1, "derivative-missing, images-summed")]
    [InlineData(
        "sigmoid",
        Mistake.W2Transposed,
        Mistake.DerivativeAppliedTwice,
        1,
        "w2-turned-backward, derivative-twice"
    )]
    [InlineData("tanh", Mistake.UpdatedW2ForTheEncoder, Mistake.FactorTwo, 1, "w2-updated, factor-2")]
    [InlineData("relu", Mistake.OneElementOffByOneBitInTenMillion, Mistake.ErrorReversed, 2, "")]
    public void Explain_HomeworkSize_EndsInSeconds(
        string activation,
        Mistake first,
        Mistake second,
        int tensor,
        string expected
    )
    {
        var images = Datasets.Load("digits", TestContext.Current.CancellationToken).Train;
        var model = new AutoencoderSpec(activation, images.Dimension, hidden: 100);
        var problem = ImageProblems.Of(model, images, Precision.Float64, batch: 100, seed: 4);
        var found = new MistakenSide(first, second).Gradient(problem).Tensors;
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var explanations = new GradientFinder(problem, threads: 2).Explain(found, [false, true, true]);

        output.WriteLine(
            FormattableString.Invariant($"{watch.Elapsed.TotalSeconds:0.0} s: {string.Join(" | ", explanations)}")
        );
        Assert.Equal(
            expected,
            string.Join(", ", explanations[tensor]?.Alternatives[0].Select(m => m.Mistake.Id) ?? [])
        );
    }

    private static CataloguedMistake Any(Random random) =>
        CataloguedMistake.All[random.Next(CataloguedMistake.All.Count)];

    private static Problem RandomProblem(string activation, Precision precision, int seed)
    {
        var random = new Random(1000 + seed);
        var (batch, inputs, hidden) = (
            random.Next(1, LargestSize + 1),
            random.Next(1, LargestSize + 1),
            random.Next(1, LargestSize + 1)
        );
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * (double)random.NextSingle() - 1)];
        return new AutoencoderProblem(
            activation,
            inputs,
            hidden,
            batch,
            Draw(batch * inputs),
            Draw(hidden * inputs),
            Draw(inputs * hidden)
        ).ToProblem() with
        {
            Precision = precision,
        };
    }

    /// <summary>Counts what became of planted mistakes.</summary>
    private sealed class Rates
    {
        private readonly List<string> _missed = [];

        public int Planted { get; private set; }

        public int Detected { get; private set; }

        public int Named { get; private set; }

        public int Harmless { get; private set; }

        public int Ambiguous { get; private set; }

        public void Plant(Problem problem, params CataloguedMistake[] mistakes)
        {
            var right = new MistakenSide(Mistake.None).Gradient(problem).Tensors;
            var found = new MistakenSide([.. mistakes.Select(mistake => mistake.Planted)]).Gradient(problem).Tensors;
            // Whether the program computes the right thing after all is decided by its own numbers alone.
            if (found.Zip(right).All(pair => IsSame(pair.First!, pair.Second!)))
            {
                Harmless++;
                return;
            }
            Planted++;
            var judged = Judgement.Of(problem, threads: 1).Tensors;
            bool[] isWrong =
            [
                .. judged.Select(
                    (tensor, t) =>
                        Comparison.WithJudge(new FindingHead(FindingKey.Of(""), ""), ("", found[t]!), tensor).Status
                        == Status.Disagrees
                ),
            ];
            if (!isWrong.Contains(true))
                return;
            Detected++;
            var explanations = new GradientFinder(problem, threads: 1).Explain(found, isWrong);
            // Each wrong tensor must be explained by planted mistakes, and together all that show must be named.
            var sets = explanations
                .Where((_, t) => isWrong[t])
                .Select(explanation => explanation?.Alternatives.Select(Ids).ToList() ?? [])
                .ToList();
            var planted = mistakes.Select(mistake => mistake.Id).ToHashSet();
            var isNamed = sets.All(alternatives => alternatives.Any(ids => ids.IsSubsetOf(planted)));
            if (isNamed)
                Named++;
            else
                _missed.Add(
                    FormattableString.Invariant(
                        $"{string.Join(" + ", mistakes.Select(m => m.Planted))} ({problem.Model.ActivationWords}, B = {problem.Batch.Count}, d = {problem.Model.Inputs}, k = {problem.Parameters[0].Rows}): {string.Join(" | ", explanations)}"
                    )
                );
            if (isNamed && sets.Exists(alternatives => alternatives.Count > 1))
                Ambiguous++;
        }

        public override string ToString() =>
            FormattableString.Invariant(
                $"{Planted} planted ({Harmless} more change nothing), {Detected} detected, {Named} named ({100.0 * Named / Planted:0.0} %), of these {Ambiguous} not distinguishable from others; missed: {string.Join("; ", _missed.Take(40))}"
            );

        private static HashSet<string> Ids(IReadOnlyList<FoundMistake> set) =>
            [.. set.Select(found => found.Mistake.Id)];

        private static bool IsSame(NamedArray a, NamedArray b)
        {
            var largest = b.Values.Max(Math.Abs);
            return a.Values.Zip(b.Values).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-12 * largest);
        }
    }
}
