using System.Diagnostics;
using Compare.Checks.Runs;
using Compare.Problems.Recorded.Runs;
using Compare.Results;
using Compare.Sides;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>A PyTorch training loop, its port to TorchSharp, and the same port with one line wrong.</summary>
public sealed class PortTests
{
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData(0.1, false)]
    // The port that everybody writes first: weight decay left at its default.
    [InlineData(0.01, true)]
    public void Port_IsHeldAgainstTheOriginal(double weightDecay, bool isWrong)
    {
        var folder = Directory.CreateTempSubdirectory("port-").FullName;
        var original = Path.Combine(folder, "python");
        if (!Train(original))
            Assert.Skip("There is no python3 with PyTorch here.");
        Port(original, Path.Combine(folder, "csharp"), weightDecay);

        var survey = RecordedRuns.Compare(original, Path.Combine(folder, "csharp"));

        foreach (var finding in survey.Findings)
            TestContext.Current.TestOutputHelper!.WriteLine(finding.ToString());
        Assert.Equal(isWrong, survey.Findings[0].Status == Status.Disagrees);
        if (isWrong)
            Assert.Contains(
                "decoupled weight decay is 0.01 and not 0.1 in B throughout",
                survey.Findings[0].Cause!.Words,
                StringComparison.Ordinal
            );
    }

    private static void Port(string original, string folder, double weightDecay)
    {
        var run = RecordedRun.Open(original);
        Tensor First(string name, params long[] shape) =>
            tensor(run.Numbers(1, name), shape, dtype: ScalarType.Float32);
        using var model = Sequential(("0", Linear(10, 16)), ("1", GELU()), ("2", Linear(16, 3)));
        using (no_grad())
            foreach (var (name, parameter) in model.named_parameters())
                parameter.copy_(First($"parameter/{name}", parameter.shape));
        var x = First("input/0", 32, 10);
        var labels = run.Numbers(1, "input/y");
        var y = tensor(labels, dtype: ScalarType.Int64);
        using var optimizer = optim.AdamW(model.parameters(), 1e-2, beta2: 0.999, weight_decay: weightDecay);

        using var record = Recorder.Open(folder);
        using var training = record.Watch(model, optimizer);
        for (var t = 0; t < 30; t++)
        {
            record.Array("input/y", labels);
            var loss = functional.cross_entropy(model.call(x), y);
            record.Number("loss", loss.item<float>());
            optimizer.zero_grad();
            loss.backward();
            training.Step();
        }
    }

    private static bool Train(string folder)
    {
        if (!File.Exists(Python))
            return false;
        var script = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "train.py"), folder])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(script)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (error.Contains("No module named", StringComparison.Ordinal))
            return false;
        Assert.True(process.ExitCode == 0, error);
        return true;
    }
}
