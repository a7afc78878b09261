using Compare.Homework.Audit;

namespace Compare.Tests.Homework.Audit;

public sealed class LossCurveTests
{
    [Fact]
    public void Decrease_IsTheShareThatIsGone()
    {
        Assert.Equal(0.5, LossCurve.Decrease([8, 4, 2], from: 2, to: 3));
        Assert.Equal(-1, LossCurve.Decrease([8, 2, 4], from: 2, to: 3));
    }

    [Fact]
    public void StationaryFrom_IsTheEpochAfterTheLastThatIsFarFromTheEnd()
    {
        Assert.Equal(4, LossCurve.StationaryFrom([1, 3, 2, 1.005, 0.995, 1], near: 0.01));
        Assert.Equal(1, LossCurve.StationaryFrom([1, 1, 1], near: 0.01));
        Assert.Equal(3, LossCurve.StationaryFrom([1, double.NaN, 1], near: 0.01));
    }

    [Fact]
    public void Rises_CountsEpochsThatAreHigherThanTheOneBefore() =>
        Assert.Equal(2, LossCurve.Rises([3, 2, 2.5, 2, 2, 2.1]));
}
