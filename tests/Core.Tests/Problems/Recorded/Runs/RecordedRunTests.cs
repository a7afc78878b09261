using System.Text;
using Compare.Checks.Runs;
using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Problems.Recorded.Runs;

/// <summary>Records as recorders and other programs leave them, whole, partial and malformed.</summary>
public sealed class RecordedRunTests
{
    [Fact]
    public void Open_FoldersAndFilesWithNumbers_AreUpdates()
    {
        using var folder = new TemporaryFolder();
        Archive(folder["step037.npz"], ("W1", [1]), ("dW1", [2]));
        Archive(folder["step038.npz"], ("W1", [3]));
        var run = RecordedRun.Open(folder.Path);
        Assert.Equal([37, 38], run.Updates);
        using var update = run.OpenUpdate(37);
        Assert.Equal([new(RecordedKind.Parameter, "W1"), new(RecordedKind.Gradient, "W1")], update.Tensors);
        Assert.Equal([2], update.Read(update.Tensors[1]).Values);
    }

    [Fact]
    public void Open_SingleArrays_BelongToTheUpdateInTheirNames()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "dW1_37", "W1_37", "W1_38", "loss-38" })
            Archive(folder[$"{name}.npz"], (name, [1]));
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            using (var npz = ArrayFile.Open(file))
                Npy(Path.ChangeExtension(file, ".npy"), npz.Read(npz.Names[0]).Values);
            File.Delete(file);
        }
        var run = RecordedRun.Open(folder.Path);
        Assert.Equal([37, 38], run.Updates);
        using var update = run.OpenUpdate(38);
        Assert.Equal(
            [new(RecordedKind.Parameter, "W1"), new(RecordedKind.Loss, "loss")],
            update.Tensors.OrderBy(tensor => tensor.Kind)
        );
    }

    [Fact]
    public void Open_OneArchive_HasUpdatesInItsNames()
    {
        using var folder = new TemporaryFolder();
        Archive(folder["run.npz"], ("1/W1", [1]), ("1/grad_W1", [2]), ("2/W1", [3]));
        var run = RecordedRun.Open(folder["run.npz"]);
        Assert.Equal([1, 2], run.Updates);
        using var update = run.OpenUpdate(1);
        Assert.Equal([new(RecordedKind.Parameter, "W1"), new(RecordedKind.Gradient, "W1")], update.Tensors);
    }

    [Theory]
    [InlineData("fc1.weight", "Parameter", "fc1.weight")]
    [InlineData("fc1.weight.grad", "Gradient", "fc1.weight")]
    [InlineData("grad/fc1.weight", "Gradient", "fc1.weight")]
    [InlineData("optimizer.exp_avg.fc1.weight", "State", "fc1.weight")]
    [InlineData("bn.running_mean", "State", "bn.running_mean")]
    [InlineData("train_loss", "Loss", "train_loss")]
    [InlineData("lr", "Setting", "lr")]
    [InlineData("dropout_mask", "Mask", "dropout_mask")]
    [InlineData("X", "Input", "X")]
    [InlineData("gradient/a/b", "Gradient", "a/b")]
    [InlineData("hidden", "Activation", "hidden")]
    [InlineData("dense", "Activation", "dense")]
    public void Parse_Names_AreWhatTheyAreCalled(string name, string kind, string of) =>
        Assert.Equal((kind, of), (RunNames.Parse([name])[0].Kind.ToString(), RunNames.Parse([name])[0].Name));

    /// <summary>A name that begins with d is a gradient only where the rest is there.</summary>
    [Fact]
    public void Parse_DBeforeAName_IsAGradientWhereTheNameIsThere()
    {
        Assert.Equal(RecordedKind.Gradient, RunNames.Parse(["b1", "db1"])[1].Kind);
        Assert.Equal(RecordedKind.Activation, RunNames.Parse(["db1"])[0].Kind);
    }

    [Fact]
    public void Safetensors_Formats_AreWidened()
    {
        using var folder = new TemporaryFolder();
        Safetensors(
            folder["model-000002.safetensors"],
            """{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"h":{"dtype":"BF16","shape":[1],"data_offsets":[8,10]}}""",
            [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), 0xC0, 0x3F]
        );
        using var file = ArrayFile.Open(folder["model-000002.safetensors"]);
        Assert.Equal(["w", "h"], file.Names);
        Assert.Equal([1.5, -2], file.Read("w").Values);
        Assert.Equal([1.5], file.Read("h").Values);
        Assert.Equal([2], RecordedRun.Open(folder.Path).Updates);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,80]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""")]
    [InlineData("""{"w":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2]}}""")]
    [InlineData("""{"w":3}""")]
    [InlineData("""[]""")]
    [InlineData("{")]
    public void Safetensors_Malformed_IsRefusedInOneLine(string header)
    {
        using var folder = new TemporaryFolder();
        Safetensors(folder["1.safetensors"], header, new byte[8]);
        var exception = Assert.Throws<TraceFormatException>(() =>
        {
            using var file = ArrayFile.Open(folder["1.safetensors"]);
            file.Read(file.Names[0]);
        });
        Assert.Contains("1.safetensors", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Open_WithoutUpdates_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<TraceFormatException>(() => RecordedRun.Open(folder["missing"]));
        Assert.Throws<TraceFormatException>(() => RecordedRun.Open(folder.Path));
        Archive(folder["weights.npz"], ("W", [1]));
        Assert.Throws<TraceFormatException>(() => RecordedRun.Open(folder.Path));
        Assert.Throws<TraceFormatException>(() => RecordedRun.Open(folder["weights.npz"]));
    }

    [Fact]
    public void Compare_TruncatedArchive_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Pair(folder, [1], [1]);
        var file = folder["b/update000001.npz"];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..60]);
        Assert.Throws<TraceFormatException>(() => RecordedRuns.Compare(folder["a"], folder["b"]));
    }

    [Fact]
    public void Compare_NothingInCommon_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Archive(folder["a/1.npz"], ("W1", [1]));
        Archive(folder["b/7.npz"], ("W1", [1]));
        Archive(folder["c/1.npz"], ("V", [1, 2]));
        Assert.Throws<TraceFormatException>(() => RecordedRuns.Compare(folder["a"], folder["b"]));
        var exception = Assert.Throws<TraceFormatException>(() => RecordedRuns.Compare(folder["a"], folder["c"]));
        Assert.Contains("--map", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OtherShapes_SaysWhich()
    {
        using var folder = new TemporaryFolder();
        Pair(folder, [1, 2], [1, 2, 3]);
        var departure = RecordedRuns.Compare(folder["a"], folder["b"]).Findings[0];
        Assert.Equal((Status.Disagrees, "another-initialisation"), (departure.Status, departure.Cause!.Id));
    }

    /// <summary>What one run lacks is not passed over in silence.</summary>
    [Fact]
    public void Compare_PartialRecord_NamesWhatWasNotCompared()
    {
        using var folder = new TemporaryFolder();
        Archive(folder["a/1.npz"], ("W1", [1]), ("loss", [1]));
        Archive(folder["b/1.npz"], ("W1", [1]));
        var findings = RecordedRuns.Compare(folder["a"], folder["b"]).Findings;
        Assert.Equal(Status.Agrees, findings[0].Status);
        Assert.Equal(Status.Undecided, findings[^1].Status);
        Assert.Contains("A alone has loss", findings[^1].Cause!.Words, StringComparison.Ordinal);
    }

    /// <summary>Float32 beside float64 differs by a rounding of float32, which is no change.</summary>
    [Fact]
    public void Compare_TwoFormats_AllowsTheCoarser()
    {
        using var folder = new TemporaryFolder();
        using (var a = Recorder.Open(folder["a"]))
            a.Array("loss", [0.1f]);
        using (var b = Recorder.Open(folder["b"]))
            b.Array("loss", [0.1]);
        Assert.Equal(Status.Rounding, RecordedRuns.Compare(folder["a"], folder["b"]).Findings[0].Status);
        using (var c = Recorder.Open(folder["c"]))
            c.Array("loss", [0.101]);
        Assert.Equal(Status.Disagrees, RecordedRuns.Compare(folder["a"], folder["c"]).Findings[0].Status);
    }

    [Fact]
    public void Recorder_WrongUse_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using (var record = Recorder.Open(folder["a"]))
        {
            record.Number("loss", 1);
            Assert.Throws<ArgumentException>(() => record.Number("loss", 1));
            Assert.Throws<ArgumentException>(() => record.Array("W", [1.0, 2.0], 3));
        }
        Assert.Throws<ArgumentException>(() => Recorder.Open(folder["a"]));
    }

    [Theory]
    [InlineData("W1")]
    [InlineData("=W1")]
    [InlineData("W1=")]
    [InlineData("W1=*")]
    [InlineData("a=b=c")]
    public void Mapping_Malformed_IsRefused(string rule) =>
        Assert.Throws<TraceFormatException>(() => new RunMapping(rule));

    [Fact]
    public void Mapping_Stars_StandForParts()
    {
        var mapping = new RunMapping("layers.*.weight=W*", "b$=c");
        Assert.Equal("W12", mapping.NameInB("layers.12.weight"));
        Assert.Equal("c", mapping.NameInB("b$"));
        Assert.Null(mapping.NameInB("layers.1.bias"));
    }

    private static void Pair(TemporaryFolder folder, double[] a, double[] b)
    {
        foreach (var (name, values) in new[] { ("a", a), ("b", b) })
            using (var record = Recorder.Open(folder[name]))
                record.Array("parameter/W", values);
    }

    private static void Archive(string path, params (string Name, double[] Values)[] arrays)
    {
        using var scratch = new TemporaryFolder();
        using (var record = Recorder.Open(scratch["r"]))
            foreach (var (name, values) in arrays)
                record.Array(name, values);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(Directory.GetFiles(scratch["r"])[0], path);
    }

    private static void Npy(string path, double[] values)
    {
        var header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({values.Length},), }}\n";
        File.WriteAllBytes(
            path,
            [
                0x93,
                .. "NUMPY"u8,
                1,
                0,
                (byte)header.Length,
                0,
                .. Encoding.ASCII.GetBytes(header),
                .. values.SelectMany(BitConverter.GetBytes),
            ]
        );
    }

    private static void Safetensors(string path, string header, byte[] contents) =>
        File.WriteAllBytes(
            path,
            [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header), .. contents]
        );
}
