using System.Numerics;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>
/// The bounds that the rules yield in <see cref="Bounded{TFormat}"/> hold, and are narrow enough to see a small
/// mistake.
/// </summary>
public sealed class OptimizerBoundTests
{
    private const int Length = 30;

    public static IEnumerable<TheoryDataRow<string>> Names => OptimizerTableTests.Names;

    /// <summary>What TorchSharp offers: the rules, with the options that its optimizers have.</summary>
    private static readonly (string Name, Optimizer Rule)[] TorchRules =
    [
        .. OptimizerTable
            .Rows.Where(row => row.Presets.ContainsKey("PyTorch"))
            .SelectMany(row =>
                new[] { ($"{row.Name} Homework", row.Rule), ($"{row.Name} PyTorch", row.Presets["PyTorch"]) }
            ),
        ("momentum Nesterov", Momentum.PyTorch with { Nesterov = true }),
        ("momentum dampened", Momentum.PyTorch with { Dampening = 0.3 }),
        ("adam coupled", Adam.Homework with { WeightDecay = new() { Coupled = 0.1 } }),
        ("adagrad decreasing", AdaGrad.PyTorch with { LearningRateDecay = 0.1 }),
    ];

    public static IEnumerable<TheoryDataRow<string>> TorchNames =>
        TorchRules.Select(row => new TheoryDataRow<string>(row.Name));

    /// <summary>Pairs of a rule and the same rule with one convention changed.</summary>
    private static readonly (string Name, Optimizer Rule, Optimizer Changed)[] Changes =
    [
        ("adam epsilon 1e-7", Adam.Homework, Adam.Homework with { Epsilon = 1e-7 }),
        ("adam epsilon inside", Adam.Homework, Adam.Homework with { EpsilonPlacement = EpsilonPlacement.InsideRoot }),
        ("adam epsilon hat", Adam.Homework, Adam.Homework with { Form = AdamForm.EpsilonHat }),
        ("adam m uncorrected", Adam.Homework, Adam.Homework with { FirstCorrection = BiasCorrection.None }),
        ("adam v uncorrected", Adam.Homework, Adam.Homework with { SecondCorrection = BiasCorrection.None }),
        ("adam tensor index", Adam.Homework, Adam.HomeworkTable),
        ("adam from 0", Adam.Homework, Adam.Homework with { FirstCount = 0 }),
        ("adam from 2", Adam.Homework, Adam.Homework with { FirstCount = 2 }),
        ("adam betas swapped", Adam.Homework, Adam.Homework with { Beta1 = 0.999, Beta2 = 0.9 }),
        ("adam AMSGrad", Adam.Homework, Adam.Homework with { AmsGrad = true }),
        ("adam looking ahead", Adam.Homework, NAdam.Optax),
        ("nadam constant", NAdam.PyTorch, NAdam.PyTorch with { HasConstantMomentum = true }),
        ("nadam twice", NAdam.PyTorch, NAdam.PyTorch with { CountsMomentumTwice = true }),
        ("nadam psi", NAdam.PyTorch, NAdam.PyTorch with { MomentumDecay = 0.005 }),
        ("adadelta tau", Adadelta.PyTorch, Adadelta.Keras with { LearningRate = 1, Epsilon = 1e-6 }),
        ("adadelta epsilon", Adadelta.PyTorch, Adadelta.PyTorch with { Epsilon = 1.1e-6 }),
        ("adamW", Coupled(Adam.Homework), Decoupled(Adam.Homework)),
        ("momentum EMA", Momentum.Homework, Momentum.Homework with { Dampening = 0.9 }),
        ("momentum Nesterov", Momentum.Homework, Momentum.Homework with { Nesterov = true }),
        (
            "momentum first buffer",
            Momentum.Homework with
            {
                Dampening = 0.5,
            },
            Momentum.Homework with
            {
                Dampening = 0.5,
                FirstBuffer = FirstBuffer.Dampened,
            }
        ),
        (
            "momentum of steps",
            Momentum.Homework with
            {
                LearningRateDecay = 1e-3,
            },
            Momentum.Homework with
            {
                LearningRateDecay = 1e-3,
                Buffer = BufferContent.Steps,
            }
        ),
        ("momentum decoupled", Coupled(Momentum.Homework), Decoupled(Momentum.Homework)),
        (
            "rmsprop epsilon inside",
            RmsProp.Homework,
            RmsProp.Homework with
            {
                EpsilonPlacement = EpsilonPlacement.InsideRoot,
            }
        ),
        ("rmsprop epsilon 1e-7", RmsProp.Homework, RmsProp.Homework with { Epsilon = 1e-7 }),
        ("rmsprop centred", RmsProp.Homework, RmsProp.Homework with { Centred = true }),
        ("rmsprop tau 0.99", RmsProp.Homework, RmsProp.Homework with { SmoothingConstant = 0.99 }),
        ("rmsprop initial", RmsProp.Homework, RmsProp.Homework with { InitialAccumulator = 1 }),
        ("adagrad initial", AdaGrad.Homework, AdaGrad.Homework with { InitialAccumulator = 0.1 }),
        ("adagrad epsilon 1e-10", AdaGrad.Homework, AdaGrad.PyTorch),
        (
            "adagrad epsilon inside",
            AdaGrad.Homework,
            AdaGrad.Homework with
            {
                EpsilonPlacement = EpsilonPlacement.InsideRoot,
            }
        ),
        ("adagrad decreasing", AdaGrad.Homework, AdaGrad.Homework with { LearningRateDecay = 1e-9 }),
    ];

    public static IEnumerable<TheoryDataRow<string>> ChangeNames =>
        Changes.Select(row => new TheoryDataRow<string>(row.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void FreeRun_OfFloatAndDouble_StaysWithinTheBoundOfTheJudge(string name)
    {
        var rule = OptimizerTableTests.Rules.Single(row => row.Name == name).Rule;
        // Numbers that every type holds exactly.
        var theta0 = Array.ConvertAll(Draw(1, 1)[0], x => (double)(float)x);
        var gradients = Array.ConvertAll(Draw(40, 2), row => Array.ConvertAll(row, x => (double)(float)x));
        var judge = Replay.Run<DoubleDouble>(rule, theta0, gradients, 2);
        Holds(
            judge,
            Replay.Run<float>(rule, theta0, gradients, 2),
            Replay.Run<Bounded<Binary32>>(rule, theta0, gradients, 2)
        );
        Holds(
            judge,
            Replay.Run<double>(rule, theta0, gradients, 2),
            Replay.Run<Bounded<Binary64>>(rule, theta0, gradients, 2)
        );
    }

    [Theory]
    [MemberData(nameof(TorchNames))]
    public void StepLocked_AgainstLibtorchsOrderOfOperations_StaysWithinTwiceTheBound(string name)
    {
        var rule = TorchRules.Single(row => row.Name == name).Rule;
        var inFloat = WorstRatio<float, Binary32>(rule, rule, TorchArithmetic<float>.Update);
        var inDouble = WorstRatio<double, Binary64>(rule, rule, TorchArithmetic<double>.Update);
        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant($"{name}: error / bound at most {inFloat:F3} in float, {inDouble:F3} in double")
        );
        Assert.InRange(inFloat, 0, 1);
        Assert.InRange(inDouble, 0, 1);
    }

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public void StepLocked_WithOneConventionChanged_LeavesTheBound(string name)
    {
        var row = Changes.Single(row => row.Name == name);
        var worst = WorstRatio<double, Binary64>(
            row.Rule,
            row.Changed,
            (changed, theta, g, state) => changed.Update(theta, g, state)
        );
        Assert.True(worst > 1, $"error / bound is {worst} at most");
    }

    private static Optimizer Coupled(Optimizer rule) => rule with { WeightDecay = new() { Coupled = 1e-4 } };

    private static Optimizer Decoupled(Optimizer rule) => rule with { WeightDecay = new() { Decoupled = 1e-4 } };

    /// <summary>
    /// The largest error / bound over parameters and state of 100 updates, each made by the other side and again from
    /// its state in <see cref="Bounded{TFormat}"/>. Both may be off by the bound, so twice the bound is allowed. An
    /// update made from the other side's state does not see what the state started from, so that is compared first.
    /// </summary>
    private static double WorstRatio<T, TFormat>(
        Optimizer rule,
        Optimizer otherRule,
        Action<Optimizer, T[], T[], TensorState<T>> otherUpdate
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormat : IFloatFormat
    {
        var theta = Array.ConvertAll(Draw(1, 1)[0], T.CreateChecked);
        var state = Widest(otherRule).CreateState<T>(Length, 2);
        var ours = rule.CreateState<Bounded<TFormat>>(Length, 2);
        var worst = WorstOfSlots();
        foreach (var gradient in Draw(100, 2))
        {
            var g = Array.ConvertAll(gradient, T.CreateChecked);
            var bounded = Array.ConvertAll(theta, x => Bounded<TFormat>.FromDouble(double.CreateChecked(x)));
            var boundedGradient = Array.ConvertAll(g, x => Bounded<TFormat>.FromDouble(double.CreateChecked(x)));
            ours.Updates = state.Updates;
            foreach (var slot in ours.Slots)
                ours.Load(slot, state.ToDoubles(slot));
            otherUpdate(otherRule, theta, g, state);
            rule.Update(bounded, boundedGradient, ours);
            for (var i = 0; i < Length; i++)
                worst = Math.Max(worst, Ratio(double.CreateChecked(theta[i]), bounded[i]));
            worst = Math.Max(worst, WorstOfSlots());
        }
        return worst;

        double WorstOfSlots() =>
            ours
                .Slots.DefaultIfEmpty()
                .Max(slot => slot == null ? 0 : state.ToDoubles(slot).Zip(ours[slot].ToArray(), Ratio).Max());

        static double Ratio(double actual, Bounded<TFormat> expected) =>
            actual == expected.Value ? 0 : Math.Abs(actual - expected.Value) / (2 * expected.Error);
    }

    /// <summary>The rule with every slot that one of its options needs.</summary>
    private static Optimizer Widest(Optimizer rule) =>
        rule switch
        {
            Adam r => r with { AmsGrad = true },
            RmsProp r => r with { Centred = true },
            _ => rule,
        };

    private static void Holds<T, TFormat>(DoubleDouble[][] judge, T[][] actual, Bounded<TFormat>[][] bounded)
        where T : unmanaged, INumber<T>
        where TFormat : IFloatFormat
    {
        for (var t = 0; t < judge.Length; t++)
        for (var i = 0; i < judge[t].Length; i++)
        {
            var error = Math.Abs((DoubleDouble.FromDouble(double.CreateChecked(actual[t][i])) - judge[t][i]).Hi);
            Assert.True(
                error <= bounded[t][i].Error,
                $"update {t + 1}, element {i}: error {error}, bound {bounded[t][i].Error}"
            );
            Assert.True(double.IsFinite(bounded[t][i].Error), $"update {t + 1}, element {i}: no bound");
        }
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
}
