using System.Text;
using System.Text.Json;
using Compare.Commands;
using Compare.Problems;
using Compare.Tests.Support;
using static Compare.Tests.Support.TraceBytes;

namespace Compare.Tests.Commands;

/// <summary><c>compare trace</c> in process: verdicts and exit codes of traces, and one line for everything that is none.</summary>
public sealed class TraceCommandTests : IDisposable
{
    private const string Marker = "executed";

    private readonly string _folder = Directory.CreateTempSubdirectory("compare-tests-").FullName;

    private string Output => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What is in the file, and a part of what is said about it.</summary>
    public static TheoryData<string, string> MalformedFiles =>
        new()
        {
            { "missing", "there is no such file" },
            { "empty", "the file is empty" },
            { "text", "no zip archive" },
            { "one array", "one array without a name (.npy)" },
            { "truncated", "damaged" },
            { "truncated array", "entry 'theta.npy'" },
            { "damaged array", "CRC-32" },
            { "wrong header", "header at character" },
            { "wrong magic", "entry 'theta.npy'" },
            { "pickle", "a pickle, which is never executed" },
            { "pickled entry", "their contents are never executed" },
            { "object array", "entry 'theta.npy'" },
            { "shapes that do not fit", "the shape is 3 x 2" },
            { "not a number", "element [1, 0] is NaN" },
            { "infinity", "element [0, 1] is infinity" },
            { "two gigabytes declared", "entry 'theta.npy'" },
            { "complex numbers", "entry 'theta.npy'" },
            { "other keys", "expected an optimizer (theta, grad; missing grad)" },
            { "lr of two numbers", "entry 'lr.npy'" },
        };

    [Theory]
    [MemberData(nameof(MalformedFiles))]
    public async Task RunAsync_MalformedFile_OneLineAndExitCodeTwo(string kind, string told)
    {
        var file = Write($"{kind.Replace(' ', '-')}.npz", Contents(kind));

        var (exitCode, output, error) = await RunAsync("trace", file, "-o", Output);

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith($"compare: {file}: ", error, StringComparison.Ordinal);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output), "half a result was left");
        Assert.False(File.Exists(Path.Combine(_folder, Marker)), "a pickle was executed");
    }

    [Fact]
    public async Task RunAsync_Optimizer_IdentifiesItAndPasses()
    {
        var file = Write("run.npz", Optimizer(PlainTraces.Adam(0.037, 0.83, 0.9973, 3e-7)));

        var (exitCode, output, error) = await RunAsync("trace", file, "-o", Output);

        Assert.Equal(ExitCode.Passed, exitCode);
        Assert.Empty(error);
        Assert.StartsWith("Passed", output, StringComparison.Ordinal);
        Assert.Contains(
            "identified as adam, epsilon outside the root (O.9): step size 0.037; beta1 0.83; beta2 0.9973; epsilon 3E-07",
            output,
            StringComparison.Ordinal
        );
        Assert.Superset(
            new HashSet<string?> { "report.html", "results.json" },
            Directory.GetFiles(Output).Select(Path.GetFileName).ToHashSet()
        );
    }

    [Theory]
    [InlineData("adam", 0.037, ExitCode.Passed)]
    [InlineData("Adam", 0.037, ExitCode.Passed)]
    [InlineData("rmsprop", 0.037, ExitCode.Failed)]
    [InlineData("adam", 0.03, ExitCode.Failed)]
    public async Task RunAsync_NameAndStepSizeInTheFile_AreHeldAgainstTheUpdates(string name, double lr, int expected)
    {
        var file = Write(
            "run.npz",
            Optimizer(
                PlainTraces.Adam(0.037, 0.83, 0.9973, 3e-7),
                ("name.npy", Text(name)),
                ("lr.npy", Doubles("()", lr)),
                ("comment.npy", Text("mine"))
            )
        );

        var (exitCode, output, _) = await RunAsync("trace", file, "--json", "-o", Output);

        Assert.Equal(expected, exitCode);
        using var document = JsonDocument.Parse(output);
        Assert.Equal(expected == 0 ? "pass" : "fail", document.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(3, document.RootElement.GetProperty("findings").GetArrayLength());
        Assert.Equal(
            "comment",
            document.RootElement.GetProperty("settings").GetProperty("ignored arrays")[0].GetString()
        );
    }

    [Fact]
    public async Task RunAsync_NoRule_IsUndecided()
    {
        var file = Write("run.npz", Optimizer(() => (theta, g, t) => theta - 0.037 * g * (1 + 0.1 * Math.Sin(t))));

        var (exitCode, output, _) = await RunAsync("trace", file, "-o", Output);

        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.StartsWith("Undecided", output, StringComparison.Ordinal);
        Assert.Contains("no rule that is known here reproduces these updates", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Quiet_PrintsTheVerdictOnly()
    {
        var file = Write("run.npz", Optimizer(PlainTraces.Sgd(0.037)));

        var (exitCode, output, error) = await RunAsync("trace", file, "-q", "-o", Output);

        Assert.Equal(ExitCode.Passed, exitCode);
        Assert.Single(output.TrimEnd('\n').Split('\n'));
        Assert.Empty(error);
    }

    /// <summary>B = 3, d = 2, k = 1, tanh, computed here by plain loops.</summary>
    [Theory]
    [InlineData(1, ExitCode.Passed)]
    [InlineData(2, ExitCode.Failed)]
    public async Task RunAsync_Gradient_IsHeldAgainstTheFormulas(double factor, int expected)
    {
        double[] x = [0.3, -0.2, 0.5, 0.1, -0.4, 0.25],
            w1 = [0.7, -0.6],
            w2 = [0.9, 0.4],
            dW1 = new double[2],
            dW2 = new double[2];
        double loss = 0;
        for (var b = 0; b < 3; b++)
        {
            var z = Math.Tanh(w1[0] * x[2 * b] + w1[1] * x[2 * b + 1]);
            double[] r = [w2[0] * z - x[2 * b], w2[1] * z - x[2 * b + 1]];
            loss += (r[0] * r[0] + r[1] * r[1]) / 6;
            var dA = (r[0] * w2[0] + r[1] * w2[1]) / 3 * (1 - z * z);
            for (var j = 0; j < 2; j++)
            {
                dW2[j] += r[j] / 3 * z;
                dW1[j] += dA * x[2 * b + j];
            }
        }
        var file = Write(
            "run.npz",
            Zip(
                ("X.npy", Doubles("(3, 2)", x)),
                ("W1.npy", Doubles("(1, 2)", w1)),
                ("W2.npy", Doubles("(2, 1)", w2)),
                ("dW1.npy", Doubles("(1, 2)", dW1)),
                ("dW2.npy", Doubles("(2, 1)", [.. dW2.Select(d => factor * d)])),
                ("loss.npy", Doubles("()", loss)),
                ("activation.npy", Text("tanh"))
            )
        );

        var (exitCode, output, _) = await RunAsync("trace", file, "-o", Output);

        Assert.Equal(expected, exitCode);
        Assert.StartsWith(expected == 0 ? "Passed" : "Failed", output, StringComparison.Ordinal);
        if (expected != ExitCode.Passed)
            Assert.Contains("dW2: twice too large", output, StringComparison.Ordinal);
    }

    private byte[]? Contents(string kind)
    {
        byte[] theta = Doubles("(3, 2)", 1, 2, 3, 4, 5, 6),
            gradient = Doubles("(2, 2)", 1, 2, 3, 4);
        byte[] Pair(byte[] first) => Zip(("theta.npy", first), ("grad.npy", gradient));
        var whole = Pair(theta);
        var damaged = (byte[])whole.Clone();
        damaged[Find(whole, "NUMPY"u8) + 130] ^= 1;
        // Protocol 0: os.system("touch MARKER").
        var pickle = Encoding.ASCII.GetBytes($"cos\nsystem\n(S'touch {Path.Combine(_folder, Marker)}'\ntR.");
        return kind switch
        {
            "missing" => null,
            "empty" => [],
            "text" => "theta, grad\n1, 2\n"u8.ToArray(),
            "one array" => theta,
            "truncated" => whole[..(whole.Length / 2)],
            "truncated array" => Pair(theta[..^8]),
            "damaged array" => damaged,
            "wrong header" => Pair(Npy("{'descr': __import__('os').getcwd(), 'shape': (3, 2)}", new byte[48])),
            "wrong magic" => Pair([0, .. theta[1..]]),
            "pickle" => [0x80, 4, .. pickle],
            "pickled entry" => Zip(("data.pkl", pickle)),
            "object array" => Pair(Npy(Header("|O", "(3, 2)"), pickle)),
            "shapes that do not fit" => Zip(("theta.npy", theta), ("grad.npy", Doubles("(3, 2)", 1, 2, 3, 4, 5, 6))),
            "not a number" => Pair(Doubles("(3, 2)", 1, 2, double.NaN, 4, 5, 6)),
            "infinity" => Pair(Doubles("(3, 2)", 1, double.PositiveInfinity, 3, 4, 5, 6)),
            "two gigabytes declared" => Pair(Npy(Header("<f8", "(268435456,)"), new byte[64])),
            "complex numbers" => Pair(Npy(Header("<c16", "(3, 2)"), new byte[96])),
            "other keys" => Zip(("theta.npy", theta)),
            "lr of two numbers" => Zip(("theta.npy", theta), ("grad.npy", gradient), ("lr.npy", Doubles("(2,)", 1, 2))),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static byte[] Optimizer(Func<PlainTraces.Step> element, params (string, byte[])[] others)
    {
        var trace = PlainTraces.Make(element);
        byte[] Bytes(NamedArray tensor) => Doubles($"({tensor.Rows}, {tensor.Columns})", tensor.Values);
        return Zip([("theta.npy", Bytes(trace.Theta)), ("grad.npy", Bytes(trace.Gradients)), .. others]);
    }

    private string Write(string name, byte[]? contents)
    {
        var path = Path.Combine(_folder, name);
        if (contents is not null)
            File.WriteAllBytes(path, contents);
        return path;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(),
            error = new();
        var exitCode = await CommandLine.RunAsync(
            arguments,
            new Session(output, error, ErrorIsTerminal: false, OutputColour: false),
            TestContext.Current.CancellationToken
        );
        return (exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Weights of an autoencoder with biases: centred PCA of rows with a mean, along (1, 2, 2) / 3.</summary>
    [Theory]
    [InlineData("right", "", 0, "pass")]
    [InlineData("without biases", "", 1, "PCA of the data less their mean")]
    [InlineData("bias off", "", 1, "biases do not bring the mean row back")]
    [InlineData("tied", "", 0, "pass")]
    [InlineData("decayed", "", 0, "pass")]
    [InlineData("decayed by a sum", "", 1, "optimum for 4 times these decays")]
    [InlineData("right", "tanh", 2, "identity or negative")]
    public async Task RunAsync_Weights_AreHeldAgainstPca(string kind, string activation, int expected, string told)
    {
        // Rows m + t u + s v: of variances 5 and 1 along u and v, and mean m.
        (double T, double S)[] rows = [(3, 1), (-3, 1), (1, -1), (-1, -1)];
        double[] u = [1 / 3.0, 2 / 3.0, 2 / 3.0],
            v = [2 / 3.0, 1 / 3.0, -2 / 3.0],
            m = [1, -1, 2];
        double[] x = [.. rows.SelectMany(row => u.Select((_, i) => m[i] + row.T * u[i] + row.S * v[i]))];
        var product = kind.StartsWith("decayed", StringComparison.Ordinal) ? 1 - 0.5 / 5 : 1;
        double[] w = [.. u.Select(value => Math.Sqrt(product) * value)];
        var along = m.Zip(u).Sum(pair => pair.First * pair.Second);
        double[] b2 = [.. m.Select((mean, i) => mean - product * along * u[i])];
        if (kind == "bias off")
            b2[2] += 0.001;
        List<(string, byte[])> arrays = [("X.npy", Doubles("(4, 3)", x)), ("W1.npy", Doubles("(1, 3)", w))];
        if (kind == "tied")
            arrays.Add(("tied.npy", Doubles("()", 1)));
        else
            arrays.Add(("W2.npy", Doubles("(3, 1)", w)));
        if (kind != "without biases")
            arrays.Add(("b2.npy", Doubles("(3,)", b2)));
        if (product < 1)
            arrays.Add(("weight_decay.npy", Doubles("()", kind == "decayed" ? 0.5 : 0.125)));
        if (activation.Length > 0)
            arrays.Add(("activation.npy", Text(activation)));
        var (exitCode, output, error) = await RunAsync("trace", Write("weights.npz", Zip([.. arrays])), "-o", Output);
        Assert.Equal(expected, exitCode);
        Assert.Contains(told, output + error, StringComparison.OrdinalIgnoreCase);
    }
}
