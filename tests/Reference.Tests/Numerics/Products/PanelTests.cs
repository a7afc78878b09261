using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Tests.Numerics.Products;

public sealed class PanelTests
{
    [Theory]
    [InlineData(16, 8)]
    [InlineData(8, 8)]
    [InlineData(8, 4)]
    [InlineData(2, 2)]
    public void Of_AnyNumberOfColumns_CoversThemOnce(int lanes, int half)
    {
        for (var columns = 0; columns <= 400; columns++)
        {
            var next = 0;
            for (var q = 0; q < Panel.Count(columns, lanes, half); q++)
            {
                var panel = Panel.Of(columns, q, lanes, half);
                Assert.Equal(next, panel.Start);
                Assert.InRange(panel.Registers, 1, Panel.MaxRegisters);
                Assert.InRange(panel.Columns, panel.Width - panel.Lanes + 1, panel.Width);
                Assert.True(panel.Lanes == lanes || panel.Lanes == half);
                next += panel.Columns;
            }
            Assert.Equal(columns, next);
        }
    }

    [Theory]
    [InlineData(100, 6.5)]
    [InlineData(784, 49)]
    [InlineData(50, 3.5)]
    [InlineData(25, 2)]
    [InlineData(88, 5.5)]
    [InlineData(10, 1)]
    [InlineData(24, 1.5)]
    public void Of_HalfRegisters_ComputesNoMoreThanTheNextHalf(int columns, double registers)
    {
        var width = Enumerable.Range(0, Panel.Count(columns, 16, 8)).Sum(q => Panel.Of(columns, q, 16, 8).Width);
        Assert.Equal(registers, width / 16.0);
    }
}
