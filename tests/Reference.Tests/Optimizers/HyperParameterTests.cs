using System.Globalization;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

public sealed class HyperParameterTests
{
    private static readonly (
        string Name,
        Func<double, object> Set,
        double[] Accepted,
        double[] Refused,
        string Range
    )[] Table =
    [
        ("LearningRate", x => new Sgd { LearningRate = x }, [0, 1e300], [-1e-300], "finite and at least 0"),
        ("LearningRateDecay", x => new Sgd { LearningRateDecay = x }, [0, 2], [-1], "finite and at least 0"),
        ("Coupled", x => new WeightDecay { Coupled = x }, [0, 2], [-1], "finite and at least 0"),
        ("Decoupled", x => new WeightDecay { Decoupled = x }, [0, 2], [-1], "finite and at least 0"),
        ("AfterUpdate", x => new WeightDecay { AfterUpdate = x }, [0, 1], [-0.5, 1.5], "in [0, 1]"),
        ("MomentumFactor", x => new Momentum { MomentumFactor = x }, [0, 1], [-0.5, 1.5], "in [0, 1]"),
        ("Dampening", x => new Momentum { Dampening = x }, [0, 1], [-0.5, 1.5], "in [0, 1]"),
        ("Epsilon", x => new AdaGrad { Epsilon = x }, [0, 1], [-1e-8], "finite and at least 0"),
        ("InitialAccumulator", x => new AdaGrad { InitialAccumulator = x }, [0, 1], [-0.1], "finite and at least 0"),
        ("SmoothingConstant", x => new RmsProp { SmoothingConstant = x }, [0, 0.99], [-0.1, 1], "in [0, 1)"),
        ("Epsilon", x => new RmsProp { Epsilon = x }, [0, 1], [-1e-8], "finite and at least 0"),
        ("MomentumFactor", x => new RmsProp { MomentumFactor = x }, [0, 1], [-0.5, 1.5], "in [0, 1]"),
        ("InitialAccumulator", x => new RmsProp { InitialAccumulator = x }, [0, 1], [-0.1], "finite and at least 0"),
        ("Beta1", x => new Adam { Beta1 = x }, [0, 0.9], [-0.1, 1], "in [0, 1)"),
        ("Beta2", x => new Adam { Beta2 = x }, [0, 0.999], [-0.1, 1], "in [0, 1)"),
        ("Epsilon", x => new Adam { Epsilon = x }, [0, 1], [-1e-8], "finite and at least 0"),
    ];

    public static IEnumerable<TheoryDataRow<int>> Rows =>
        Enumerable.Range(0, Table.Length).Select(i => new TheoryDataRow<int>(i));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Set_OutsideItsRange_NamesParameterValueAndRange(int row)
    {
        var (name, set, _, refused, range) = Table[row];
        foreach (var value in refused.Concat([double.NaN, double.PositiveInfinity, double.NegativeInfinity]))
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => set(value));
            Assert.Equal(name, exception.ParamName);
            var expected = string.Create(CultureInfo.InvariantCulture, $"{name} must be {range}, but is {value}.");
            Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Set_AtTheEndsOfItsRange_IsAccepted(int row) =>
        Assert.All(Table[row].Accepted, value => Table[row].Set(value));

    [Fact]
    public void Message_UnderAGermanCulture_IsTheSame()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta1 = 1.5 });
            Assert.Contains("but is 1.5.", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void FirstCount_Negative_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>("FirstCount", () => new Adam { FirstCount = -1 });

    [Fact]
    public void ScaledRoot_WithEpsilonInsideTheRoot_IsRefused()
    {
        var rule = Adam.PyTorch with { EpsilonPlacement = EpsilonPlacement.InsideRoot };
        Assert.Throws<InvalidOperationException>(() =>
            rule.Update(new double[1], new double[1], rule.CreateState<double>(1))
        );
    }

    [Fact]
    public void With_AnInvalidValue_IsRefusedToo() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            OptimizerTable.Named("adam") with
            {
                LearningRate = double.NaN,
            }
        );
}
