using System.Diagnostics;
using System.Text.RegularExpressions;
using Compare.Checks.Own;
using Compare.Commands;
using Compare.Reference.Optimizers;
using Compare.Sides;
using Compare.Tests.Notebooks;
using Compare.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Compare.Tests;

/// <summary>What the README shows works: its commands are understood, its C# and its Python run, its links lead somewhere.</summary>
public sealed partial class ReadmeTests
{
    private const string Program = "dotnet run -c Release --project src/Compare";

    private static readonly string Root = Repository.Root;
    private static readonly string Readme = File.ReadAllText(Path.Combine(Root, "README.md"));

    public static TheoryData<string> Commands =>
        [
            .. Blocks("sh")
                .SelectMany(block => block.Split('\n'))
                .SelectMany(line => ProgramCalls().Matches(line).Select(match => match.Groups[1].Value.Trim()))
                .Concat(Spans().Matches(Readme).Select(match => match.Groups[1].Value))
                .Distinct(),
        ];

    public static TheoryData<string> Examples =>
        [
            .. Commands
                .Select(row => row.Data)
                .Where(line =>
                    new[] { "gradients --", "optimizers --", "pca --" }.Any(start =>
                        line.StartsWith(start, StringComparison.Ordinal)
                    )
                ),
        ];

    /// <summary>Not run, because some take a quarter of an hour; but parsed, with every option and value.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_IsUnderstood(string arguments)
    {
        var session = new Session(TextWriter.Null, TextWriter.Null, ErrorIsTerminal: false, OutputColour: false);
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parsed = CommandLine.Commands(session).Parse(words);
        Assert.Empty(parsed.Errors);
        // The first word is a command, and no argument of the root.
        Assert.Equal(words.Length > 0, parsed.CommandResult.Parent is not null);
    }

    /// <summary>The examples that end within half a minute.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Examples))]
    public async Task Example_Runs(string example)
    {
        var folder = Directory.CreateTempSubdirectory("compare-tests-");
        try
        {
            var (output, error) = (new StringWriter(), new StringWriter());
            var exitCode = await CommandLine.RunAsync(
                [.. example.Split(' '), "-o", folder.FullName],
                new Session(output, error, ErrorIsTerminal: false, OutputColour: false),
                TestContext.Current.CancellationToken
            );
            Assert.True(exitCode == ExitCode.Passed, output.ToString() + error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Commands_AreMany()
    {
        Assert.InRange(Commands.Count, 10, 60);
        Assert.InRange(Examples.Count, 4, 10);
    }

    /// <summary>With the usings that the text names below the block.</summary>
    [Fact]
    public async Task CSharp_Runs()
    {
        var usings = string.Join('\n', Usings().Matches(Readme).Select(match => match.Value));
        var options = ScriptOptions
            .Default.WithImports("System", "System.Linq", "System.Collections.Generic")
            .WithReferences(LoadedAssemblies.Given)
            .AddReferences(
                typeof(OwnGradient).Assembly,
                typeof(Momentum).Assembly,
                typeof(OwnModel).Assembly,
                typeof(TorchSharp.torch).Assembly
            )
            .WithMetadataResolver(new LoadedAssemblies())
            .WithLanguageVersion(LanguageVersion.Latest);
        var blocks = Blocks("csharp").ToList();
        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
            await CSharpScript.RunAsync(
                $"{usings}\n{Somebody}\n{block}",
                options,
                cancellationToken: TestContext.Current.CancellationToken
            );
    }

    /// <summary>What the C# blocks take for granted: a batch with scale and shift, and the gradient of its normalisation in plain loops.</summary>
    private const string Somebody = """
        double[,] batch = { { 1, 2 }, { 0.5, -1 }, { 3, 0.25 } }, weights = { { 1, -1 }, { 0.5, 2 }, { -0.25, 1 } };
        double[] scale = { 1, 0.5 }, shift = { 0, 1 };
        double[][] MyBatchNorm(double[][] p)
        {
            double[] dx = new double[6], dGamma = new double[2], dBeta = new double[2];
            for (var j = 0; j < 2; j++)
            {
                double[] column = { p[0][j], p[0][2 + j], p[0][4 + j] };
                var mean = column.Average();
                var root = Math.Sqrt(column.Average(v => (v - mean) * (v - mean)) + 1e-5);
                var z = column.Select(v => (v - mean) / root).ToArray();
                var dz = z.Select((_, i) => weights[i, j] * p[1][j]).ToArray();
                var (ofMean, ofVariance) = (dz.Average(), dz.Zip(z, (a, b) => a * b).Average());
                for (var i = 0; i < 3; i++)
                {
                    dx[2 * i + j] = (dz[i] - ofMean - z[i] * ofVariance) / root;
                    dGamma[j] += weights[i, j] * z[i];
                    dBeta[j] += weights[i, j];
                }
            }
            return new[] { dx, dGamma, dBeta };
        }
        """;

    /// <summary>
    /// What the Python blocks take for granted: a batch with weights, which are PCA of it, and gradients of the tanh autoencoder, and an optimizer over a parameter with
    /// PyTorch's methods, which is Adam. The arrays are the ones that the text names.
    /// </summary>
    private const string Surroundings = """
        import numpy as np
        rng = np.random.default_rng(1)
        X = rng.normal(size=(7, 5)); W2 = np.linalg.eigh(X.T @ X)[1][:, -3:]; W1 = W2.T
        Z = np.tanh(X @ W1.T); R = Z @ W2.T - X
        loss, dW2 = (R ** 2).sum() / 14, R.T @ Z / 7
        dW1 = ((R @ W2) * (1 - Z ** 2)).T @ X / 7

        class Array:
            def __init__(self, values): self.values, self.grad = values, None
            def detach(self): return self
            def flatten(self): return self
            def numpy(self): return self.values
            def backward(self): p.grad = Array(2 * p.values + np.sin(len(grad) + p.values))

        class Model:
            def named_parameters(self): return [("p", p)]
            def named_modules(self): return []
            def named_buffers(self): return []
            def register_forward_pre_hook(self, hook): pass

        class Adam:
            m = v = t = 0
            state, param_groups = {}, []
            def zero_grad(self): p.grad = None
            def step(self):
                g = p.grad.values; self.t += 1
                self.m = 0.9 * self.m + 0.1 * g; self.v = 0.999 * self.v + 0.001 * g * g
                p.values = p.values - 1e-3 * (self.m / (1 - 0.9 ** self.t)) / (np.sqrt(self.v / (1 - 0.999 ** self.t)) + 1e-8)

        p, optimizer = Array(rng.normal(size=6)), Adam()
        closure, model = lambda: p, Model()
        import sys
        sys.path.insert(0, ".")
        from compare_record import Recorder

        """;

    /// <summary>The Python blocks as they stand, and then <c>compare trace</c> on what they have written.</summary>
    [Fact]
    public async Task Python_WritesTracesThatPass()
    {
        var folder = Directory.CreateTempSubdirectory("compare-tests-");
        try
        {
            if (await PythonAsync("import numpy", folder.FullName) is not "")
                Assert.Skip("There is no python3 with NumPy here.");
            using var recorder = new StringWriter();
            await CommandLine.RunAsync(
                ["record", "--python"],
                new Session(recorder, TextWriter.Null, ErrorIsTerminal: false, OutputColour: false),
                TestContext.Current.CancellationToken
            );
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "compare_record.py"),
                recorder.ToString(),
                TestContext.Current.CancellationToken
            );
            Assert.Equal("", await PythonAsync(Surroundings + string.Join('\n', Blocks("python")), folder.FullName));
            var files = folder.GetFiles("*.npz");
            Assert.Equal(["gradient.npz", "optimizer.npz", "weights.npz"], files.Select(file => file.Name).Order());
            foreach (var file in files)
            {
                var output = new StringWriter();
                var exitCode = await CommandLine.RunAsync(
                    ["trace", file.FullName, "-o", Path.Combine(folder.FullName, "out")],
                    new Session(output, TextWriter.Null, ErrorIsTerminal: false, OutputColour: false),
                    TestContext.Current.CancellationToken
                );
                Assert.True(exitCode == ExitCode.Passed, output.ToString());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a program in Python; returns what it complains of.</summary>
    private static async Task<string> PythonAsync(string program, string folder)
    {
        const string python = "/usr/bin/python3";
        if (!File.Exists(python))
            return "no python3";
        var start = new ProcessStartInfo(python)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(program);
        process.StandardInput.Close();
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? "" : error;
    }

    [Fact]
    public void Links_LeadToFilesOfTheRepository() =>
        Assert.All(
            Links().Matches(Readme).Select(match => match.Groups[1].Value),
            link => Assert.True(Path.Exists(Path.Combine(Root, link)), link)
        );

    private static IEnumerable<string> Blocks(string language) =>
        Regex
            .Matches(Readme, $"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value);

    [GeneratedRegex($"{Program}(?: -- ([^\"]*))?")]
    private static partial Regex ProgramCalls();

    /// <summary>Calls in the text, which begin with a command and go on with an option or an argument.</summary>
    [GeneratedRegex(
        @"`((?:gradients|optimizers|pca|reproduce|bench|data|trace|report) (?:-|table|audit|list|fetch|verify)[^`\[\]|]*)`"
    )]
    private static partial Regex Spans();

    [GeneratedRegex(@"using [A-Za-z.]+;")]
    private static partial Regex Usings();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Links();
}
