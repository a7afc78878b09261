using System.Diagnostics;
using Compare.Checks.Runs;
using Compare.Commands;
using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;
using Compare.Results;
using Compare.Sides;
using Compare.Tests.Support;
using Compare.Torch.Loading;
using TorchSharp;

namespace Compare.Tests.Runs;

/// <summary>
/// Real PyTorch trains and is recorded; TorchSharp trains the same from its weights and batches and is recorded; the two are compared.
/// </summary>
public sealed class PyTorchAgainstTorchSharpTests
{
    private const int Updates = 200;
    private const int Few = 20;

    public static TheoryData<string, string> Models
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var model in new[] { "mlp", "lenet", "lstm", "autoencoder", "block" })
            foreach (var precision in new[] { "float32", "float64" })
                data.Add(model, precision);
            return data;
        }
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Models))]
    public async Task Compare_APort_NeverDisagrees(string model, string precision)
    {
        var findings = await Run(model, precision, Updates, learningRate: 1e-3);
        Assert.All(findings, finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        Assert.Equal([Status.Rounding, Status.Rounding], findings.Skip(1).Take(2).Select(finding => finding.Status));
    }

    [Fact]
    public async Task Compare_APortOfTheBlock_Passes() =>
        Assert.All(
            await Run("block", "float32", Few, learningRate: 1e-3),
            finding => Assert.NotEqual(Status.Disagrees, finding.Status)
        );

    /// <summary>The nearest wrong neighbour.</summary>
    [Fact]
    public async Task Compare_APortWithAnotherStepSize_Disagrees()
    {
        var departure = (await Run("mlp", "float32", Few, learningRate: 1.01e-3))[0];
        Assert.Equal(Status.Disagrees, departure.Status);
        Assert.Contains("lr is 0.001 in A and 0.00101 in B", departure.Cause!.Words, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Finding>> Run(
        string model,
        string precision,
        int updates,
        double learningRate
    )
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder["compare_record.py"],
            await PrintedRecorder(),
            TestContext.Current.CancellationToken
        );
        var script = Path.Combine(Repository.Root, "tests/Compare.Tests/Runs/train_pytorch.py");
        if (await Python(script, folder.Path, model, precision, $"{updates}", folder["a"]) is { } missing)
            Assert.Skip(missing);
        Train(model, precision, learningRate, RecordedRun.Open(folder["a"]), folder["b"]);
        var findings = RecordedRuns.Compare(folder["a"], folder["b"], threads: 2).Findings;
        foreach (var finding in findings)
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{model} {precision} {finding.Subject}: {finding.Status} {Numbers.Text(finding.Ratio)} {finding.Cause} {string.Join("; ", finding.Notes)}"
            );
        return findings;
    }

    private static async Task<string> PrintedRecorder()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(
            ExitCode.Passed,
            await CommandLine.RunAsync(
                ["record", "--python"],
                new Session(output, error, false, false),
                TestContext.Current.CancellationToken
            )
        );
        return output.ToString();
    }

    /// <summary>Runs a script; null if it ran, else why it could not.</summary>
    private static async Task<string?> Python(params string[] arguments)
    {
        const string python = "/usr/bin/python3";
        if (!File.Exists(python))
            return "There is no python3 here.";
        using var process = Process.Start(
            new ProcessStartInfo(python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (error.Contains("No module named", StringComparison.Ordinal))
            return "python3 has no PyTorch here.";
        Assert.True(process.ExitCode == 0, error);
        return null;
    }

    private static void Train(string model, string precision, double learningRate, RecordedRun recorded, string folder)
    {
        Libtorch.EnsureLoaded();
        var type = precision == "float64" ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        using var scope = torch.NewDisposeScope();
        var module = TorchSharpPorts.Named(model).to(type);
        using (var first = recorded.OpenUpdate(1))
        using (torch.no_grad())
            foreach (var (name, parameter) in module.named_parameters())
                parameter.copy_(Tensor(first.Read(new RunTensor(RecordedKind.Parameter, name)), type));
        using var optimizer = torch.optim.Adam(module.parameters(), learningRate, beta2: 0.999);
        using var record = Recorder.Open(folder);
        using var training = record.Watch(module, optimizer);
        foreach (var number in recorded.Updates.SkipLast(1))
        {
            using var inner = torch.NewDisposeScope();
            using var update = recorded.OpenUpdate(number);
            var x = Tensor(update.Read(new RunTensor(RecordedKind.Input, "0")), type);
            var labels = update.Tensors.Contains(new RunTensor(RecordedKind.Input, "y"))
                ? Tensor(update.Read(new RunTensor(RecordedKind.Input, "y")), torch.ScalarType.Int64)
                : null;
            if (labels is not null)
                record.Array("input/y", labels.to(torch.ScalarType.Float64).data<double>().ToArray());
            optimizer.zero_grad();
            var output = module.call(x);
            var loss = labels is null
                ? torch.nn.functional.mse_loss(output, x)
                : torch.nn.functional.cross_entropy(output, labels);
            record.Number("loss", loss.to(torch.ScalarType.Float64).item<double>());
            loss.backward();
            training.Step();
        }
    }

    private static torch.Tensor Tensor(NpyArray array, torch.ScalarType type) =>
        torch.tensor(array.Values, [.. array.Shape.Select(side => (long)side)]).to(type);
}
