using Compare.Problems.Recorded;

namespace Compare.Tests.Problems.Recorded;

/// <summary>What the real NumPy writes is read as NumPy meant it. Expected numbers follow from the script, not from the reader.</summary>
public sealed class NumPyFixturesTests
{
    private static readonly double[] FromMinusThree = [-3, -2, -1, 0, 1, 2];
    private static readonly double[] Magnitudes = [3, 2, 1, 0, 1, 2];

    [Theory]
    [InlineData("f2", true)]
    [InlineData("f4", true)]
    [InlineData("f8", true)]
    [InlineData("i1", false)]
    [InlineData("i2", true)]
    [InlineData("i4", true)]
    [InlineData("i8", true)]
    [InlineData("u1", false)]
    [InlineData("u2", true)]
    [InlineData("u4", true)]
    [InlineData("u8", true)]
    public void Read_EveryNumberType_WidensIt(string type, bool hasByteOrder)
    {
        var archive = NumPyFixtures.Read("types.npz");
        var expected = type[0] == 'u' ? Magnitudes : FromMinusThree;
        foreach (var name in hasByteOrder ? new[] { type, "big_" + type } : [type])
        {
            var array = archive.Find(name);
            Assert.NotNull(array);
            Assert.EndsWith(type, array.Type, StringComparison.Ordinal);
            Assert.Equal([2, 3], array.Shape);
            Assert.Equal(expected, array.Values);
        }
    }

    [Fact]
    public void Read_OtherTypesAndShapes_GivesWhatWasSaved()
    {
        var archive = NumPyFixtures.Read("types.npz");
        NpyArray Find(string name) => Assert.IsType<NpyArray>(archive.Find(name));

        Assert.Equal([1, 0], Find("b1").Values);
        Assert.Equal("tanh", Find("U").Text);
        Assert.Equal("tänh€𝄞", Find("big_U").Text);
        Assert.Equal("relu", Find("S").Text);
        Assert.Equal("relu", Find("U1").Text);
        Assert.Equal([0, 3], Find("empty").Shape);
        Assert.Empty(Find("empty").Values);
        Assert.Empty(Find("scalar").Shape);
        Assert.Equal([2.5], Find("scalar").Values);
        Assert.Equal([2, 3, 4], Find("rank3").Shape);
        Assert.Equal(Enumerable.Range(-3, 24).Select(i => (double)i), Find("rank3").Values);
        Assert.Equal(
            [0x7FF8_0000_0000_0000, 0x7FF0_0000_0000_0000, 0x8000_0000_0000_0000, 1],
            Find("special").Values.Select(BitConverter.DoubleToUInt64Bits)
        );
    }

    [Fact]
    public void Read_FortranOrder_GivesCOrder()
    {
        var archive = NumPyFixtures.Read("types.npz");
        Assert.Equal(FromMinusThree, archive.Find("F2")?.Values);
        Assert.Equal(Enumerable.Range(-3, 24).Select(i => (double)i), archive.Find("F3")?.Values);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("v3")]
    public void Read_EveryVersion_GivesTheArray(string name)
    {
        var array = NumPyFixtures.Read("versions.npz").Find(name);
        Assert.Equal([2, 3], array?.Shape);
        Assert.Equal(FromMinusThree, array?.Values);
    }

    /// <summary>Written to a pipe: sizes and checksums follow the data.</summary>
    [Fact]
    public void Recognise_StreamedGradient_GivesIt()
    {
        var trace = Assert.IsType<RecordedGradient>(TraceRecognition.Read(NumPyFixtures.PathOf("streamed.npz")));

        Assert.Equal("gradient of an autoencoder, B = 5, d = 3, k = 4, float32", trace.Words);
        Assert.Empty(trace.Notes);
        Assert.Empty(trace.Ignored);
        Assert.Equal((1.5, "tanh"), (trace.Loss, trace.Activation));
        Assert.Equal(Enumerable.Range(-3, 15).Select(i => (double)i), trace.X.Values);
        Assert.Equal(Enumerable.Range(7, 12).Select(i => (double)i), trace.Gradients[1].Values);
    }

    /// <summary>X and the encoder are transposed, in Fortran order, and one matrix is big-endian: it is the same gradient.</summary>
    [Fact]
    public void Recognise_TransposedGradient_TurnsItAndSaysSo()
    {
        var straight = (RecordedGradient)TraceRecognition.Read(NumPyFixtures.PathOf("streamed.npz"));
        var turned = Assert.IsType<RecordedGradient>(TraceRecognition.Read(NumPyFixtures.PathOf("gradient.npz")));

        Assert.Equal(straight.Words, turned.Words);
        Assert.Equal(straight.X.Values, turned.X.Values);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(straight.Parameters[i].Values, turned.Parameters[i].Values);
            Assert.Equal(straight.Gradients[i].Values, turned.Gradients[i].Values);
        }
        Assert.Equal(
            [
                "X is 3 x 5, taken as the transpose of B x d.",
                "W1 is 3 x 4, taken as the transpose of k x d.",
                "dW1 is 3 x 4, taken as the transpose of k x d.",
            ],
            turned.Notes
        );
        Assert.Equal(["note"], turned.Ignored);
        Assert.Null(turned.Loss);
        Assert.Null(turned.Activation);
    }

    [Fact]
    public void Recognise_Optimizer_GivesIt()
    {
        var trace = Assert.IsType<RecordedOptimizer>(TraceRecognition.Read(NumPyFixtures.PathOf("optimizer.npz")));

        Assert.Equal("optimizer, T = 3, n = 2, float64", trace.Words);
        Assert.Equal((0.037, "adam"), (trace.LearningRate, trace.Name));
        Assert.Equal([-3, -2, -1, 0, 1, 2, 3, 4], trace.Theta.Values);
        Assert.Equal([17, 18, 19, 20, 21, 22], trace.Gradients.Values);
    }

    [Theory]
    [InlineData(
        "object.npz",
        "entry 'X.npy': type is '|O' (Python objects, stored as a pickle, which is never executed), "
            + "expected float16 to float64, integers, bool, or text: save np.asarray(a, dtype=float)."
    )]
    [InlineData("structured.npz", "entry 'X.npy': type is structured, expected one number or text per element.")]
    [InlineData(
        "complex.npz",
        "entry 'X.npy': type is '<c16' (complex), expected float16 to float64, integers, bool, or text."
    )]
    [InlineData("empty.npz", "number of arrays is 0, expected 1 to 1024.")]
    [InlineData(
        "plain.npy",
        "the file is one array without a name (.npy), "
            + "expected a NumPy archive (.npz): np.savez(\"trace.npz\", X=X, W1=W1, ...) writes one."
    )]
    [InlineData("absent.npz", "there is no such file.")]
    public void Read_WhatIsNoTrace_SaysWhatToDo(string name, string message)
    {
        var path = NumPyFixtures.PathOf(name);
        var error = Assert.Throws<TraceFormatException>(() => NpzReader.Read(path));
        Assert.Equal($"{path}: {message}", error.Message);
    }
}
