using System.Globalization;
using Compare.Problems;
using Compare.Problems.Recorded;
using CsCheck;
using static Compare.Tests.Support.TraceBytes;

namespace Compare.Tests.Problems.Recorded;

public sealed class TraceRecognitionTests
{
    private const int B = 5,
        D = 3,
        K = 4;

    /// <summary>Which arrays are missing, what is there, and what is said.</summary>
    public static TheoryData<string, string> IncompleteArchives =>
        new()
        {
            {
                "foo",
                "'foo', expected a gradient (X, W1, W2, dW1, dW2; missing X, W1, W2, dW1, dW2) "
                    + "or an optimizer (theta, grad; missing theta, grad) or the weights of a linear autoencoder (X, W1, W2)."
            },
            { "X W1 W2 dW1", "'X', 'W1', 'W2', 'dW1', expected a gradient (X, W1, W2, dW1, dW2; missing dW2)." },
            {
                "x W1 W2 dW1 dW2",
                "'x', 'W1', 'W2', 'dW1', 'dW2', expected a gradient (X, W1, W2, dW1, dW2; missing X)."
            },
            { "theta lr", "'theta', 'lr', expected an optimizer (theta, grad; missing grad)." },
            {
                "W1 grad",
                "'W1', 'grad', expected a gradient (X, W1, W2, dW1, dW2; missing X, W2, dW1, dW2) "
                    + "or an optimizer (theta, grad; missing theta)."
            },
            {
                "X W1 W2 dW1 dW2 theta grad",
                "'X', 'W1', 'W2', 'dW1', 'dW2', 'theta', 'grad', expected a gradient or an optimizer, not both."
            },
        };

    [Theory]
    [MemberData(nameof(IncompleteArchives))]
    public void Recognise_MissingKeys_NamesWhatIsThereAndWhatIsMissing(string names, string message)
    {
        var error = Assert.Throws<TraceFormatException>(() =>
            Recognise([.. names.Split(' ').Select(name => (name, Matrix(1, 1)))])
        );
        Assert.Equal($"run.npz: the list of arrays is {message}", error.Message);
    }

    /// <summary>Any of the 32 orientations, at sizes that leave no doubt: the result is always the same matrices.</summary>
    [Fact]
    public void Recognise_AnyOrientation_FindsIt() =>
        Gen
            .Bool.Array[5]
            .Sample(transposed =>
            {
                var trace = Gradient(B, D, K, transposed);
                return trace.Layout
                        == new GradientLayout(
                            B,
                            D,
                            K,
                            transposed[0],
                            transposed[1],
                            transposed[2],
                            transposed[3],
                            transposed[4]
                        )
                    && trace.OtherLayouts.Count == 0
                    && Equal(trace.X, B, D, 0.5)
                    && Equal(trace.Parameters[0], K, D, 1000)
                    && Equal(trace.Parameters[1], D, K, 2000)
                    && Equal(trace.Gradients[0], K, D, 3000)
                    && Equal(trace.Gradients[1], D, K, 4000)
                    && trace.Notes.Count
                        == transposed.Count(t => t)
                            + (transposed[1] == transposed[3] ? 0 : 1)
                            + (transposed[2] == transposed[4] ? 0 : 1);
            });

    [Fact]
    public void Recognise_GradientTransposedAgainstItsMatrix_SaysSo() =>
        Assert.Equal(
            ["dW1 is 3 x 4, taken as the transpose of k x d.", "dW1 has the shape of the transpose of W1."],
            Gradient(B, D, K, [false, false, false, true, false]).Notes
        );

    /// <summary>Sides that happen to be equal: the documented orientation, said to be ambiguous, and the other ways.</summary>
    [Theory]
    [InlineData(5, 3, 3, 4)] // k = d: either matrix could be transposed.
    [InlineData(3, 3, 4, 2)] // B = d: X could be transposed.
    [InlineData(4, 3, 4, 2)] // B = k: all of them could be, with d and k exchanged.
    [InlineData(3, 3, 3, 8)]
    [InlineData(1, 1, 1, 8)]
    public void Recognise_EqualSides_TakesTheDefaultAndSaysSo(int b, int d, int k, int ways)
    {
        var trace = Gradient(b, d, k, new bool[5]);

        Assert.Equal(new GradientLayout(b, d, k, false, false, false, false, false), trace.Layout);
        Assert.Equal(ways - 1, trace.OtherLayouts.Count);
        Assert.StartsWith(
            $"The orientation is ambiguous: the shapes are read as B = {b}, d = {d}, k = {k}, the default; they could also be ",
            Assert.Single(trace.Notes),
            StringComparison.Ordinal
        );
    }

    /// <summary>B = k, and X really has an image in each column: the default is wrong, and the right way among the others.</summary>
    [Fact]
    public void ReadAs_AnotherLayout_GivesTheTraceThatWasMeant()
    {
        var trace = Gradient(4, D, 4, [true, false, false, false, false]);
        Assert.Equal("B = 3, d = 4, k = 3, transposed: W1, W2, dW1, dW2", trace.Layout.Words);

        var meant = trace.ReadAs(Assert.Single(trace.OtherLayouts));

        Assert.Equal("B = 4, d = 3, k = 4, transposed: X", meant.Layout.Words);
        Assert.True(Equal(meant.X, 4, D, 0.5));
        Assert.True(Equal(meant.Parameters[0], 4, D, 1000));
        Assert.True(Equal(meant.Parameters[1], D, 4, 2000));
        Assert.True(Equal(meant.Gradients[0], 4, D, 3000));
        Assert.True(Equal(meant.Gradients[1], D, 4, 4000));
        Assert.Equal([trace.Layout], meant.OtherLayouts);
        Assert.Throws<ArgumentException>(() => meant.ReadAs(meant.Layout));
    }

    [Theory]
    [InlineData("W1", 4, 7, "4 x 7, expected k x 3 or 3 x k or k x 5 or 5 x k")]
    [InlineData("W2", 3, 5, "3 x 5, expected 4 x 3 or 3 x 4")]
    [InlineData("dW1", 4, 4, "4 x 4, expected 4 x 3 or 3 x 4")]
    [InlineData("dW2", 3, 3, "3 x 3, expected 4 x 3 or 3 x 4")]
    public void Recognise_ShapeThatDoesNotFit_NamesThoseThatWould(string name, int rows, int columns, string message)
    {
        var error = Assert.Throws<TraceFormatException>(() =>
            Recognise(With(GradientArrays(B, D, K, new bool[5]), name, Matrix(rows, columns)))
        );
        Assert.Equal($"run.npz: entry '{name}.npy': the shape is {message}.", error.Message);
    }

    /// <summary>Entry, what is in it, and what the message says.</summary>
    public static TheoryData<string, byte[], string> UnusableArrays =>
        new()
        {
            { "X", Doubles("(15,)", new double[15]), "the shape is a vector of 15, expected a matrix" },
            { "W1", Doubles("()", 1), "the shape is a scalar, expected a matrix" },
            { "W2", Doubles("(0, 3)"), "the shape is 0 x 3, expected one element or more" },
            { "dW1", Npy(Header("<i4", "(1, 1)"), new byte[4]), "the type is '<i4', expected float32 or float64" },
            { "dW2", Npy(Header("<f2", "(1, 1)"), new byte[2]), "the type is '<f2', expected float32 or float64" },
            { "X", Text("X"), "the type is '<U1', expected float32 or float64" },
            { "X", Doubles("(1, 2)", 0, double.NaN), "element [0, 1] is NaN, expected a finite number" },
            {
                "dW2",
                Singles("(2, 1)", 0, float.PositiveInfinity),
                "element [1, 0] is infinity, expected a finite number"
            },
            { "loss", Doubles("(1,)", double.NegativeInfinity), "element [0] is -infinity, expected a finite number" },
            { "loss", Doubles("()", double.NaN), "the value is NaN, expected a finite number" },
            { "loss", Matrix(2, 1), "the value is 2 x 1, expected one number" },
            { "loss", Text("low"), "the value is a text, expected one number" },
            { "activation", Doubles("()", 1), "the type is '<f8', expected a text, such as '<U7'" },
            { "activation", Text("gelu"), "the value is 'gelu', expected relu, sigmoid, tanh, identity, negative" },
        };

    [Theory]
    [MemberData(nameof(UnusableArrays))]
    public void Recognise_ArrayOfNoUse_NamesIt(string name, byte[] array, string message)
    {
        var error = Assert.Throws<TraceFormatException>(() =>
            Recognise(With(GradientArrays(B, D, K, new bool[5]), name, array))
        );
        Assert.Equal($"run.npz: entry '{name}.npy': {message}.", error.Message);
    }

    /// <summary>The place is that of the file, not of the transpose.</summary>
    [Fact]
    public void Recognise_NanInATransposedArray_NamesThePlaceInTheFile()
    {
        var values = new double[12];
        values[1 * 4 + 3] = double.NaN;
        var error = Assert.Throws<TraceFormatException>(() =>
            Recognise(With(GradientArrays(B, D, K, [false, true, true, true, true]), "dW1", Doubles("(3, 4)", values)))
        );
        Assert.Equal("run.npz: entry 'dW1.npy': element [1, 3] is NaN, expected a finite number.", error.Message);
    }

    [Theory]
    [InlineData("X W1 W2 dW1 dW2", Precision.Float32, null)]
    [InlineData("", Precision.Float64, null)]
    [InlineData("dW2", Precision.Float32, "Formats are mixed: float32 dW2; float64 X, W1, W2, dW1.")]
    [InlineData("X W1 W2", Precision.Float64, "Formats are mixed: float32 X, W1, W2; float64 dW1, dW2.")]
    public void Recognise_Formats_TakesThatOfTheResults(string singles, Precision precision, string? note)
    {
        var arrays = GradientArrays(B, D, K, new bool[5]);
        for (var i = 0; i < arrays.Length; i++)
            if (singles.Split(' ').Contains(arrays[i].Name))
                arrays[i].Array = Single(arrays[i].Array);
        // Python's own numbers are float64 whatever the program computed in.
        var trace = Recognise([.. arrays, ("loss", Doubles("()", 2.5))]);

        Assert.Equal(precision, trace.Precision);
        Assert.Equal(note is null ? [] : [note], trace.Notes);
        Assert.Equal(2.5, ((RecordedGradient)trace).Loss);
    }

    [Fact]
    public void Recognise_ImagesAsBytes_AreTakenAsTheyAre()
    {
        var bytes = Npy(Header("|u1", "(5, 3)"), [.. Enumerable.Range(0, 15).Select(i => (byte)i)]);
        var trace = (RecordedGradient)Recognise(With(GradientArrays(B, D, K, new bool[5]), "X", bytes));
        Assert.Equal(Enumerable.Range(0, 15).Select(i => (double)i), trace.X.Values);
        Assert.Equal(Precision.Float64, trace.Precision);
        Assert.Empty(trace.Notes);
    }

    [Theory]
    [InlineData("(4, 2)", "(3, 2)", 3, 2)]
    [InlineData("(8,)", "(7,)", 7, 1)]
    [InlineData("(2, 2, 2)", "(1, 2, 2)", 1, 4)]
    public void Recognise_OptimizerOfAnyRank_HasOneRowAnUpdate(string theta, string gradient, int updates, int n)
    {
        var trace = Assert.IsType<RecordedOptimizer>(
            Recognise(("theta", Doubles(theta, new double[8])), ("grad", Doubles(gradient, new double[updates * n])))
        );
        Assert.Equal((updates, n), (trace.Trace.Updates, trace.Trace.Parameters));
        Assert.Equal((updates + 1, n), (trace.Theta.Rows, trace.Theta.Columns));
        Assert.Null(trace.LearningRate);
        Assert.Null(trace.Name);
        Assert.Empty(trace.Notes);
    }

    [Theory]
    [InlineData(
        "(4, 2)",
        "(4, 2)",
        "theta",
        "the shape is 4 x 2, expected 5 x 2: the start and the parameters after each update, grad being 4 x 2"
    )]
    [InlineData(
        "(4, 2)",
        "(3, 3)",
        "theta",
        "the shape is 4 x 2, expected 4 x 3: the start and the parameters after each update, grad being 3 x 3"
    )]
    [InlineData(
        "(4, 2)",
        "(3,)",
        "theta",
        "the shape is 4 x 2, expected a vector of 4: the start and the parameters after each update, grad being a vector of 3"
    )]
    [InlineData("()", "()", "theta", "the shape is a scalar, expected a row for each point in time")]
    [InlineData("(1, 2)", "(0, 2)", "grad", "the shape is 0 x 2, expected one element or more")]
    public void Recognise_OptimizerOfOtherShapes_NamesBoth(string theta, string gradient, string name, string message)
    {
        static byte[] Zeros(string shape) =>
            Doubles(
                shape,
                new double[
                    shape
                        .Trim('(', ')')
                        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                        .Aggregate(1, (n, side) => n * int.Parse(side, CultureInfo.InvariantCulture))
                ]
            );
        var error = Assert.Throws<TraceFormatException>(() =>
            Recognise(("theta", Zeros(theta)), ("grad", Zeros(gradient)))
        );
        Assert.Equal($"run.npz: entry '{name}.npy': {message}.", error.Message);
    }

    [Fact]
    public void Recognise_UnderAnyCulture_SaysTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.GetCultureInfo("ar").Clone();
            culture.NumberFormat.NegativeSign = "minus ";
            CultureInfo.CurrentCulture = culture;
            var trace = Gradient(B, D, K, [true, false, false, false, false]);
            Assert.Equal("gradient of an autoencoder, B = 5, d = 3, k = 4, float64", trace.Words);
            Assert.Equal(["X is 3 x 5, taken as the transpose of B x d."], trace.Notes);
            var error = Assert.Throws<TraceFormatException>(() =>
                Read(Zip(("X.npy", Npy(Header("<i8", "()"), BitConverter.GetBytes(-(1L << 53) - 1)))))
            );
            Assert.Contains("is -9007199254740993,", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static RecordedGradient Gradient(int b, int d, int k, bool[] transposed) =>
        Assert.IsType<RecordedGradient>(Recognise(GradientArrays(b, d, k, transposed)));

    /// <summary>X from 0.5, W1 from 1000, W2 from 2000, dW1 from 3000, dW2 from 4000, each transposed or not.</summary>
    private static (string Name, byte[] Array)[] GradientArrays(int b, int d, int k, bool[] transposed)
    {
        (string Name, int Rows, int Columns, double Start)[] ours =
        [
            ("X", b, d, 0.5),
            ("W1", k, d, 1000),
            ("W2", d, k, 2000),
            ("dW1", k, d, 3000),
            ("dW2", d, k, 4000),
        ];
        return
        [
            .. ours.Select(
                (array, i) =>
                {
                    var (name, rows, columns, start) = array;
                    if (!transposed[i])
                        return (name, Matrix(rows, columns, start));
                    var values =
                        from row in Enumerable.Range(0, columns)
                        from column in Enumerable.Range(0, rows)
                        select 10.0 * column + row + start;
                    return (name, Doubles($"({columns}, {rows})", [.. values]));
                }
            ),
        ];
    }

    private static (string, byte[])[] With((string Name, byte[] Array)[] arrays, string name, byte[] array) =>
        [.. arrays.Where(other => other.Name != name), (name, array)];

    private static byte[] Single(byte[] doubles)
    {
        var array = NpyReader.Read(new MemoryStream(doubles), doubles.Length, "", "", NpzReader.MaxElements);
        return Singles($"({array.Shape[0]}, {array.Shape[1]})", [.. array.Values.Select(x => (float)x)]);
    }

    private static bool Equal(NamedArray tensor, int rows, int columns, double start) =>
        (tensor.Rows, tensor.Columns) == (rows, columns) && tensor.Values.SequenceEqual(Elements(rows, columns, start));
}
