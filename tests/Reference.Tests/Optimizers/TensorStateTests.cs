using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

public sealed class TensorStateTests
{
    [Fact]
    public void CreateState_OfEachRule_HasItsSlotsAtTheirInitialValues()
    {
        Assert.Empty(new Sgd().CreateState<float>(2).Slots);
        Assert.Equal(["m"], new Momentum().CreateState<float>(2).Slots);
        Assert.Equal(["m", "v", "vMax"], (Adam.Keras with { AmsGrad = true }).CreateState<float>(2).Slots);
        var rmsProp = new RmsProp
        {
            Centred = true,
            MomentumFactor = 0.5,
            InitialAccumulator = 1,
        }.CreateState<float>(2);
        Assert.Equal(["r", "a", "m"], rmsProp.Slots);
        Assert.Equal([1f, 1f], rmsProp["r"].ToArray());
        Assert.Equal([0f, 0f], rmsProp["a"].ToArray());
        Assert.Equal([0.1f, 0.1f], AdaGrad.Keras.CreateState<float>(2)["r"].ToArray());
    }

    [Fact]
    public void Slot_Unknown_NamesTheKnownOnes()
    {
        var state = new Adam().CreateState<double>(2);
        var exception = Assert.Throws<ArgumentException>(() => state["r"].Clear());
        Assert.Contains("No slot 'r'; there are: m, v", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WrongLength_NamesBoth()
    {
        var state = new Adam().CreateState<double>(2);
        var exception = Assert.Throws<ArgumentException>(() => state.Load("m", [1, 2, 3]));
        Assert.Contains("2 elements, 3 were given", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyFrom_OtherSlotsOrLength_IsRefused()
    {
        var state = new Adam().CreateState<double>(2);
        Assert.Throws<ArgumentException>(() => state.CopyFrom(new Momentum().CreateState<double>(2)));
        Assert.Throws<ArgumentException>(() => state.CopyFrom(new Adam().CreateState<double>(3)));
    }

    [Fact]
    public void Construction_BadNumbers_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("tensor", () => new TensorState<double>(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => new TensorState<double>(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorState<double>(1, 1) { Updates = -1 });
    }
}
