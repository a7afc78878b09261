using System.Security.Cryptography;
using Compare.Problems.Data;

namespace Compare.Tests.Problems.Data;

public sealed class ImageSetTests
{
    private static readonly ImageSet Set = new(1, 3, [0, 255, 51, 102, 153, 204], [7, 3]);

    [Theory]
    [InlineData(PixelScaling.Centred, 0.5)]
    [InlineData(PixelScaling.Unit, 0.0)]
    public void Scale_EveryByte_IsByteOver255MinusTheShiftInDouble(PixelScaling scaling, double shift)
    {
        var every = new ImageSet(16, 16, [.. Enumerable.Range(0, 256).Select(value => (byte)value)], [0]);
        var x = new double[256];
        every.Scale(scaling, [0], x);

        Assert.Equal((-shift, 1 - shift), (x[0], x[255]));
        Assert.All(x, (pixel, value) => Assert.Equal(value / 255.0 - shift, pixel));
    }

    [Fact]
    public void Scale_IndicesInAnyOrder_GiveRowsInThatOrder()
    {
        var x = new double[9];
        Set.Scale(PixelScaling.Unit, [1, 0, 1], x);

        Assert.Equal([102 / 255.0, 0, 102 / 255.0], [x[0], x[3], x[6]]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void Scale_DestinationOfWrongLength_NamesBothLengths(int length)
    {
        var error = Assert.Throws<ArgumentException>(() => Set.Scale(PixelScaling.Unit, [0, 1], new double[length]));
        Assert.Contains($"need 6 elements, not {length}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Scale_NoSuchImage_IsRefused(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Set.Scale(PixelScaling.Unit, [index], new double[3]));

    [Fact]
    public void First_SomeImages_KeepsPixelsAndLabels()
    {
        var first = Set.First(1);

        Assert.Equal((1, 1, 3), (first.Count, first.Rows, first.Columns));
        Assert.Equal([0, 255, 51], first.Image(0).ToArray());
        Assert.Equal([7], first.Labels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Set.First(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Set.First(-1));
    }

    [Fact]
    public void WithoutMargin_OfEveryImage_LeavesTheMiddle()
    {
        var images = new ImageSet(4, 5, [.. Enumerable.Range(0, 40).Select(i => (byte)i)], [7, 3]);

        var inner = images.WithoutMargin(1);

        Assert.Equal((2, 2, 3), (inner.Count, inner.Rows, inner.Columns));
        Assert.Equal([6, 7, 8, 11, 12, 13], inner.Image(0).ToArray());
        Assert.Equal([26, 27, 28, 31, 32, 33], inner.Image(1).ToArray());
        Assert.Equal([7, 3], inner.Labels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => images.WithoutMargin(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.WithoutMargin(-1));
    }

    [Fact]
    public void Constructor_PixelsThatDoNotFit_NamesBothNumbers()
    {
        var error = Assert.Throws<ArgumentException>(() => new ImageSet(2, 2, new byte[7], new byte[2]));
        Assert.Contains("have 8 pixels, not 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sha256_IsThatOfBothFilesOneAfterTheOther()
    {
        using var files = new MemoryStream();
        IdxWriter.WriteImages(Set, files);
        IdxWriter.WriteLabels(Set, files);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(files.ToArray())), Set.Sha256);
    }
}
