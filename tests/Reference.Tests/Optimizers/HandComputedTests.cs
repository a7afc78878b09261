using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>
/// Every option on numbers chosen so that the result can be worked out by hand and no operation rounds: all values are
/// fractions with a power of two below, and all roots are of squares.
/// </summary>
public sealed class HandComputedTests
{
    private static readonly Sgd PlainSgd = new() { LearningRate = 0.5 };
    private static readonly Momentum Ball = new() { LearningRate = 0.5, MomentumFactor = 0.5 };
    private static readonly AdaGrad Sum = new() { LearningRate = 5, Epsilon = 0 };
    private static readonly RmsProp Mean = new()
    {
        LearningRate = 0.5,
        SmoothingConstant = 0.75,
        Epsilon = 0,
    };
    private static readonly Adam Moments = new()
    {
        LearningRate = 0.5,
        Beta1 = 0.5,
        Beta2 = 0.75,
        Epsilon = 0,
    };

    private static readonly Adam Uncorrected = Moments with
    {
        FirstCorrection = BiasCorrection.None,
        SecondCorrection = BiasCorrection.None,
    };

    /// <summary>
    /// Name, rule, gradients of the updates, theta after each of them from theta = 1, tensor number, and what slots
    /// start from.
    /// </summary>
    private static readonly (
        string Name,
        Optimizer Rule,
        double[] Gradients,
        double[] Thetas,
        int Tensor,
        double Slot
    )[] Table =
    [
        ("sgd", PlainSgd, [2, 1], [0, -0.5], 1, 0),
        ("sgd, coupled decay", PlainSgd with { WeightDecay = new() { Coupled = 0.5 } }, [2, 1], [-0.25, -0.6875], 1, 0),
        (
            "sgd, decoupled decay",
            PlainSgd with
            {
                WeightDecay = new() { Decoupled = 0.5 },
            },
            [2, 1],
            [-0.25, -0.6875],
            1,
            0
        ),
        ("sgd, decay after", PlainSgd with { WeightDecay = new() { AfterUpdate = 0.5 } }, [2, 1], [0, -0.25], 1, 0),
        ("sgd, decreasing steps", PlainSgd with { LearningRateDecay = 1 }, [2, 1, 3], [0, -0.25, -0.75], 1, 0),
        ("momentum", Ball, [2, 1], [0, -1], 1, 0),
        ("momentum, first buffer gradient", Ball with { Dampening = 0.5 }, [2, 1], [0, -0.75], 1, 0),
        ("momentum, first buffer ignored", Ball with { Dampening = 0.5 }, [2, 1], [0, -0.75], 1, 4),
        (
            "momentum, first buffer undampened",
            Ball with
            {
                Dampening = 0.5,
                FirstBuffer = FirstBuffer.Undampened,
            },
            [2, 1],
            [-1, -2.25],
            1,
            4
        ),
        (
            "momentum, first buffer dampened",
            Ball with
            {
                Dampening = 0.5,
                FirstBuffer = FirstBuffer.Dampened,
            },
            [2, 1],
            [-0.5, -1.5],
            1,
            4
        ),
        (
            "momentum, moving average",
            Ball with
            {
                Dampening = 0.5,
                FirstBuffer = FirstBuffer.Dampened,
            },
            [2, 1],
            [0.5, 0],
            1,
            0
        ),
        ("momentum, Nesterov", Ball with { Nesterov = true }, [2, 1], [-0.5, -1.5], 1, 0),
        ("momentum of steps", Ball with { Buffer = BufferContent.Steps }, [2, 1], [0, -1], 1, 0),
        (
            "momentum of steps, Nesterov",
            Ball with
            {
                Buffer = BufferContent.Steps,
                Nesterov = true,
            },
            [2, 1],
            [-0.5, -1.5],
            1,
            0
        ),
        ("momentum, decreasing steps", Ball with { LearningRateDecay = 1 }, [2, 1], [0, -0.5], 1, 0),
        (
            "momentum of steps, decreasing",
            Ball with
            {
                LearningRateDecay = 1,
                Buffer = BufferContent.Steps,
            },
            [2, 1],
            [0, -0.75],
            1,
            0
        ),
        (
            "momentum, coupled decay",
            Ball with
            {
                WeightDecay = new() { Coupled = 0.5 },
            },
            [2, 1],
            [-0.25, -1.3125],
            1,
            0
        ),
        (
            "momentum, decoupled decay",
            Ball with
            {
                WeightDecay = new() { Decoupled = 0.5 },
            },
            [2, 1],
            [-0.25, -1.1875],
            1,
            0
        ),
        ("adagrad", Sum, [3, 4], [-4, -8], 1, 0),
        ("adagrad, epsilon outside", Sum with { LearningRate = 3, Epsilon = 1 }, [3, 4], [-1.25, -3.25], 1, 0),
        (
            "adagrad, epsilon inside",
            Sum with
            {
                LearningRate = 65,
                Epsilon = 16,
                EpsilonPlacement = EpsilonPlacement.InsideRoot,
            },
            [3, 12],
            [-38, -98],
            1,
            0
        ),
        (
            "adagrad, initial accumulator",
            Sum with
            {
                LearningRate = 65,
                InitialAccumulator = 16,
            },
            [3, 12],
            [-38, -98],
            1,
            0
        ),
        ("rmsprop", Mean, [4, 2], [0, -0.5], 1, 0),
        ("rmsprop, epsilon outside", Mean with { Epsilon = 2 }, [4, 2], [0.5, 0.25], 1, 0),
        (
            "rmsprop, epsilon inside",
            Mean with
            {
                LearningRate = 0.75,
                Epsilon = 5,
                EpsilonPlacement = EpsilonPlacement.InsideRoot,
            },
            [4, 2],
            [0, -0.5],
            1,
            0
        ),
        ("rmsprop, initial accumulator", Mean with { InitialAccumulator = 4 }, [2, 2], [0.5, 0], 1, 0),
        ("rmsprop, centred", Mean with { SmoothingConstant = 0.5, Centred = true }, [4, 3], [0, -1], 1, 0),
        ("rmsprop, momentum", Mean with { MomentumFactor = 0.5 }, [4, 2], [0, -1], 1, 0),
        (
            "rmsprop, momentum, decreasing steps",
            Mean with
            {
                MomentumFactor = 0.5,
                LearningRateDecay = 1,
            },
            [4, 2],
            [0, -0.5],
            1,
            0
        ),
        (
            "rmsprop, momentum of decreasing steps",
            Mean with
            {
                MomentumFactor = 0.5,
                LearningRateDecay = 1,
                Buffer = BufferContent.Steps,
            },
            [4, 2],
            [0, -0.75],
            1,
            0
        ),
        ("adam", Moments, [4, 4], [0.5, 0], 1, 0),
        ("adam, epsilon outside", Moments with { Epsilon = 4 }, [4, 4], [0.75, 0.5], 1, 0),
        (
            "adam, epsilon inside",
            Moments with
            {
                LearningRate = 1.25,
                Epsilon = 9,
                EpsilonPlacement = EpsilonPlacement.InsideRoot,
            },
            [4, 4],
            [0, -1],
            1,
            0
        ),
        ("adam, PyTorch's form", Moments with { Epsilon = 4, Form = AdamForm.ScaledRoot }, [4], [0.75], 1, 0),
        (
            "adam, epsilon hat",
            Moments with
            {
                LearningRate = 3,
                Epsilon = 4,
                Form = AdamForm.EpsilonHat,
            },
            [4],
            [0],
            1,
            0
        ),
        (
            "adam, epsilon hat inside",
            Moments with
            {
                Epsilon = 12,
                Form = AdamForm.EpsilonHat,
                EpsilonPlacement = EpsilonPlacement.InsideRoot,
            },
            [4],
            [0.75],
            1,
            0
        ),
        ("adam, uncorrected", Uncorrected, [4, 2], [0.5, 0], 1, 0),
        ("adam, increments", Uncorrected with { AverageForm = AverageForm.Increment }, [4, 2], [0.5, 0], 1, 0),
        ("adam, m uncorrected", Moments with { FirstCorrection = BiasCorrection.None }, [4], [0.75], 1, 0),
        ("adam, v uncorrected", Moments with { SecondCorrection = BiasCorrection.None }, [4], [0], 1, 0),
        (
            "adam, m corrected by the tensor's number",
            Uncorrected with
            {
                LearningRate = 0.75,
                FirstCorrection = BiasCorrection.TensorIndex,
            },
            [6, 3],
            [0, -1],
            2,
            0
        ),
        (
            "adam, v corrected by the tensor's number",
            Uncorrected with
            {
                SecondCorrection = BiasCorrection.TensorIndex,
            },
            [4, 2],
            [0.75, 0.5],
            1,
            0
        ),
        (
            "adam, counting from 0",
            Moments with
            {
                LearningRate = 0.25,
                Beta2 = 0.9375,
                FirstCount = 0,
                Form = AdamForm.EpsilonHat,
            },
            [4, 1],
            [0.5, 0.3125],
            1,
            0
        ),
        ("adam, AMSGrad", Uncorrected with { AmsGrad = true }, [4, 0], [0.5, 0.25], 1, 0),
    ];

    public static IEnumerable<TheoryDataRow<string>> Names => Table.Select(row => new TheoryDataRow<string>(row.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_NumbersThatDoNotRound_GivesTheValuesWorkedOutByHand(string name)
    {
        var row = Table.Single(row => row.Name == name);
        double[] theta = [1];
        var state = row.Rule.CreateState<double>(1, row.Tensor);
        if (row.Slot != 0)
            state["m"].Fill(row.Slot);
        var actual = new List<double>();
        foreach (var g in row.Gradients)
        {
            row.Rule.Update(theta, [g], state);
            actual.Add(theta[0]);
        }
        Assert.Equal(row.Thetas, actual);
    }
}
