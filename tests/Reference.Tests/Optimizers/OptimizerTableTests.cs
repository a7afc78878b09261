using System.Numerics;
using Compare.Reference.Optimizers;
using CsCheck;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>
/// Properties that every rule of the table must have, under the homework's options and under each framework's.
/// </summary>
public sealed class OptimizerTableTests
{
    private const int Length = 21;

    /// <summary>Every preset, and the options that no preset turns on.</summary>
    internal static IEnumerable<(string Name, Optimizer Rule)> Rules { get; } =
    [
        .. OptimizerTable.Rows.Select(row => ($"{row.Name} Homework", row.Rule)),
        .. OptimizerTable.Rows.SelectMany(row =>
            row.Presets.Select(preset => ($"{row.Name} {preset.Key}", preset.Value))
        ),
        ("momentum Nesterov", Momentum.PyTorch with { Nesterov = true }),
        ("momentum Keras, Nesterov, decreasing", Momentum.Keras with { Nesterov = true, LearningRateDecay = 0.1 }),
        (
            "momentum average",
            Momentum.Sonnet with
            {
                Dampening = 0.9,
                WeightDecay = new() { Coupled = 0.01 },
            }
        ),
        ("rmsprop centred", RmsProp.PyTorch with { Centred = true, Epsilon = 1e-3 }),
        ("rmsprop Keras, momentum", RmsProp.Keras with { MomentumFactor = 0.9, InitialAccumulator = 1 }),
        ("adam AMSGrad", Adam.PyTorch with { AmsGrad = true }),
        ("adam Keras, AMSGrad", Adam.Keras with { AmsGrad = true }),
        ("adamW", Adam.PyTorch with { WeightDecay = new() { Decoupled = 0.01 } }),
        (
            "adam Onnx, decays",
            Adam.Onnx with
            {
                WeightDecay = new() { Coupled = 0.01, AfterUpdate = 0.001 },
            }
        ),
        ("nadam, mu twice", NAdam.PyTorch with { CountsMomentumTwice = true }),
        ("nadam, product in float32", NAdam.PyTorch with { KeepsProductInFloat32 = true }),
        ("radam, corrected first", RAdam.Optax with { Beta2 = 0.9 }),
        ("radam, step size twice", RAdam.TorchSharp with { Beta2 = 0.9 }),
        ("adadelta outside", Adadelta.PyTorch with { EpsilonPlacement = EpsilonPlacement.OutsideRoot }),
        ("adagrad decreasing", AdaGrad.PyTorch with { LearningRateDecay = 0.1 }),
    ];

    public static IEnumerable<TheoryDataRow<string>> Names => Rows(_ => true);

    /// <summary>
    /// Adadelta is not among them: its epsilon stands beside squared steps as well; nor is RAdam, whose first steps are those of an average.
    /// </summary>
    public static IEnumerable<TheoryDataRow<string>> AdaptiveNames =>
        Rows(rule => rule is not (Sgd or Momentum or Adadelta or RAdam));

    public static IEnumerable<TheoryDataRow<string>> LinearNames => Rows(rule => rule is Sgd or Momentum);

    [Fact]
    public void Table_BeginsWithTheRulesOfTable2() =>
        Assert.Equal(OptimizerTable.Table2, OptimizerTable.Names.Take(OptimizerTable.Table2.Count));

    [Fact]
    public void Named_UnknownName_NamesTheKnownOnes()
    {
        var exception = Assert.Throws<ArgumentException>(() => OptimizerTable.Named("lamb"));
        Assert.Contains(
            "'lamb'; known are sgd, momentum, rmsprop, adam, adagrad, nadam, adadelta, radam, adamax, lion",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_ZeroGradientFromTheStart_LeavesTheParameters(string name)
    {
        var rule = Rule(name) with { WeightDecay = WeightDecay.None };
        var theta = Replay.Run<double>(rule, Draw(1, 1)[0], Zeros(5))[^1];
        Assert.Equal(Draw(1, 1)[0], theta);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_PermutedElements_PermutesTheResult(string name) =>
        Gen.Shuffle(Enumerable.Range(0, Length).ToArray())
            .Sample(
                permutation =>
                {
                    double[] Permuted(double[] x) => [.. permutation.Select(i => x[i])];
                    var gradients = Draw(6, 2);
                    var straight = Replay.Run<double>(Rule(name), Draw(1, 1)[0], gradients)[^1];
                    var permuted = Replay.Run<double>(
                        Rule(name),
                        Permuted(Draw(1, 1)[0]),
                        Array.ConvertAll(gradients, Permuted)
                    )[^1];
                    Assert.Equal(Permuted(straight), permuted);
                },
                iter: 20,
                threads: 1
            );

    /// <summary>An element computed on a register among others gets the bits that it gets alone.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Update_OneElementAtATime_GivesTheSameBits(string name)
    {
        CheckElementsAlone<float>(Rule(name));
        CheckElementsAlone<double>(Rule(name));
    }

    /// <summary>
    /// The relation behind negative(W1, W2) = identity(W1, -W2): a change of sign passes through every rule exactly.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Update_MirroredArguments_MirrorsTheResult(string name)
    {
        double[] Mirrored(double[] x) => Array.ConvertAll(x, v => -v);
        var gradients = Draw(20, 2);
        var straight = Replay.Run<double>(Rule(name), Draw(1, 1)[0], gradients)[^1];
        var mirrored = Replay.Run<double>(Rule(name), Mirrored(Draw(1, 1)[0]), Array.ConvertAll(gradients, Mirrored))[
            ^1
        ];
        Assert.Equal(Mirrored(straight), mirrored);
    }

    /// <summary>
    /// The adaptive rules do not see the scale of the gradient if what stands beside it is scaled too: epsilon like g
    /// outside the root and like g^2 inside, an initial accumulator like g^2. By a power of two, which rounds nothing,
    /// it holds bit for bit.
    /// </summary>
    [Theory]
    [MemberData(nameof(AdaptiveNames))]
    public void Update_GradientAndEpsilonScaledByAPowerOfTwo_GivesTheSameBits(string name)
    {
        const double Scale = 8;
        Optimizer scaled = Rule(name) with
        {
            WeightDecay = WeightDecay.None,
        } switch
        {
            AdaGrad r => r with
            {
                Epsilon = r.Epsilon * Of(r.EpsilonPlacement),
                InitialAccumulator = r.InitialAccumulator * Scale * Scale,
            },
            RmsProp r => r with
            {
                Epsilon = r.Epsilon * Of(r.EpsilonPlacement),
                InitialAccumulator = r.InitialAccumulator * Scale * Scale,
            },
            Adam r => r with { Epsilon = r.Epsilon * Of(r.EpsilonPlacement) },
            NAdam r => r with { Epsilon = r.Epsilon * Of(r.EpsilonPlacement) },
            // Its epsilon stands beside the gradient itself, and a sign has no size.
            Adamax r => r with { Epsilon = r.Epsilon * Scale },
            Lion r => r,
            var other => throw new InvalidOperationException($"Where does the scale enter {other.Name}?"),
        };
        var gradients = Draw(20, 2);
        Assert.Equal(
            Replay.Run<double>(Rule(name) with { WeightDecay = WeightDecay.None }, Draw(1, 1)[0], gradients)[^1],
            Replay.Run<double>(scaled, Draw(1, 1)[0], Scaled(gradients, Scale))[^1]
        );

        static double Of(EpsilonPlacement placement) =>
            placement == EpsilonPlacement.OutsideRoot ? Scale : Scale * Scale;
    }

    [Theory]
    [MemberData(nameof(LinearNames))]
    public void Update_OfALinearRuleScaledByAPowerOfTwo_ScalesTheResult(string name)
    {
        var gradients = Draw(20, 2);
        var straight = Replay.Run<double>(Rule(name), Draw(1, 1)[0], gradients)[^1];
        var scaled = Replay.Run<double>(Rule(name), Scaled(Draw(1, 1), 8)[0], Scaled(gradients, 8))[^1];
        Assert.Equal(Scaled([straight], 8)[0], scaled);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void State_SavedInMidRunAndLoaded_ContinuesWithTheSameBits(string name)
    {
        var rule = Rule(name);
        var gradients = Draw(20, 2);
        var straight = Replay.Run<double>(rule, Draw(1, 1)[0], gradients, 2)[^1];

        var theta = Draw(1, 1)[0];
        var state = rule.CreateState<double>(Length, 2);
        foreach (var g in gradients[..10])
            rule.Update(theta, g, state);
        var saved = state.Slots.ToDictionary(slot => slot, state.ToDoubles);
        var loaded = rule.CreateState<double>(Length, 2);
        loaded.Updates = state.Updates;
        foreach (var (slot, values) in saved)
            loaded.Load(slot, values);
        var copied = rule.CreateState<double>(Length, 2);
        copied.CopyFrom(state);
        double[] thetaOfCopy = [.. theta];
        foreach (var g in gradients[10..])
        {
            rule.Update(theta, g, loaded);
            rule.Update(thetaOfCopy, g, copied);
        }
        Assert.Equal(straight, theta);
        Assert.Equal(straight, thetaOfCopy);
        Assert.Equal(10, state.Updates);
        Assert.Equal(20, loaded.Updates);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_AfterTheFirst_AllocatesNothing(string name)
    {
        Assert.Equal(0, AllocatedBy<float>(Rule(name)));
        Assert.Equal(0, AllocatedBy<double>(Rule(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_LengthsThatDoNotFit_NamesBoth(string name)
    {
        var rule = Rule(name);
        var state = rule.CreateState<double>(3);
        var gradient = Assert.Throws<ArgumentException>(() => rule.Update(new double[3], new double[2], state));
        Assert.Contains("3 parameters, but 2 elements", gradient.Message, StringComparison.Ordinal);
        var length = Assert.Throws<ArgumentException>(() => rule.Update(new double[4], new double[4], state));
        Assert.Contains("4 parameters, but the state is for 3", length.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<TheoryDataRow<string>> Rows(Func<Optimizer, bool> which) =>
        Rules.Where(rule => which(rule.Rule)).Select(rule => new TheoryDataRow<string>(rule.Name));

    private static Optimizer Rule(string name) => Rules.Single(rule => rule.Name == name).Rule;

    private static void CheckElementsAlone<T>(Optimizer rule)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var gradients = Array.ConvertAll(Draw(6, 2), row => Array.ConvertAll(row, T.CreateChecked));
        var together = Array.ConvertAll(Draw(1, 1)[0], T.CreateChecked);
        var alone = together.ToArray();
        var state = rule.CreateState<T>(Length);
        var states = together.Select(_ => rule.CreateState<T>(1)).ToArray();
        foreach (var gradient in gradients)
        {
            rule.Update(together, gradient, state);
            for (var i = 0; i < Length; i++)
                rule.Update(alone.AsSpan(i, 1), gradient.AsSpan(i, 1), states[i]);
        }
        Assert.Equal(alone, together);
        foreach (var slot in state.Slots)
            Assert.Equal(states.Select(s => s[slot][0]), state[slot].ToArray());
    }

    private static long AllocatedBy<T>(Optimizer rule)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var theta = new T[Length];
        var gradient = Array.ConvertAll(Draw(1, 2)[0], T.CreateChecked);
        var state = rule.CreateState<T>(Length);
        for (var t = 0; t < 3; t++)
            rule.Update(theta, gradient, state);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = 0; t < 100; t++)
            rule.Update(theta, gradient, state);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double[][] Draw(int rows, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, rows)
                .Select(_ => Enumerable.Range(0, Length).Select(_ => random.NextDouble() - 0.5).ToArray()),
        ];
    }

    private static double[][] Zeros(int rows) => [.. Enumerable.Range(0, rows).Select(_ => new double[Length])];

    private static double[][] Scaled(double[][] x, double scale) =>
        Array.ConvertAll(x, row => Array.ConvertAll(row, v => v * scale));
}
