using System.Security.Cryptography;
using Compare.Data;

namespace Compare.Tests.Data;

public sealed class ImageSetTests
{
    private static readonly ImageSet Set = new(1, 3, [0, 255, 51, 102, 153, 204], [7, 3]);

    [Fact]
    public void Scale_Centred_IsByteOver255MinusHalf()
    {
        var x = new double[6];
        Set.Scale(PixelScaling.Centred, [0, 1], x);

        Assert.Equal([-0.5, 0.5, 51 / 255.0 - 0.5, 102 / 255.0 - 0.5, 153 / 255.0 - 0.5, 204 / 255.0 - 0.5], x);
    }

    [Fact]
    public void Scale_Unit_IsByteOver255()
    {
        var x = new double[3];
        Set.Scale(PixelScaling.Unit, [0], x);

        Assert.Equal([0, 1, 51 / 255.0], x);
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
