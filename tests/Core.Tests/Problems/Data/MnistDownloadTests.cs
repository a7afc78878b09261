using System.Security.Cryptography;
using Compare.Problems.Data;
using Compare.Tests.Support;
using static Compare.Tests.Problems.Data.IdxBytes;

namespace Compare.Tests.Problems.Data;

/// <summary>Downloads of four small files from a network that is not there.</summary>
public sealed class MnistDownloadTests : IDisposable
{
    private const string FirstMirror = "ossci-datasets.s3.amazonaws.com";
    private const string SecondMirror = "storage.googleapis.com";

    private static readonly string[] Names =
    [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Target => _folder["cache/mnist"];

    [Fact]
    public async Task Run_FirstMirrorHasAll_LeavesFourFilesAndNothingElse()
    {
        var network = new FakeNetwork(Good);

        await RunAsync(network);

        Assert.Equal(
            Names.Select(name => $"https://{FirstMirror}/mnist/{name}.gz"),
            network.Requests.Select(r => $"{r}")
        );
        AssertWhole();
    }

    [Fact]
    public async Task Run_FirstMirrorLacksAFile_TakesItFromTheSecond()
    {
        var network = new FakeNetwork(uri =>
            uri.Host == FirstMirror && uri.AbsolutePath.Contains("t10k-images", StringComparison.Ordinal)
                ? FakeNetwork.NotFound()
                : Good(uri)
        );

        await RunAsync(network);

        Assert.Equal(5, network.Requests.Count);
        Assert.Contains(
            new Uri($"https://{SecondMirror}/cvdf-datasets/mnist/t10k-images-idx3-ubyte.gz"),
            network.Requests
        );
        AssertWhole();
    }

    public static TheoryData<string, string> Faults =>
        new()
        {
            { "not found", "HTTP status 404 for t10k-images-idx3-ubyte.gz" },
            { "unreachable", "No route to host" },
            { "other contents", "SHA-256 of t10k-images-idx3-ubyte is " },
            { "a page instead", "t10k-images-idx3-ubyte.gz: magic number is 0x3c68746d, expected 0x00000803" },
            { "ends half way", "t10k-images-idx3-ubyte.gz: " },
            { "breaks half way", "cut off: Connection reset by peer" },
            { "falls silent", "no answer for t10k-images-idx3-ubyte.gz within 0.2 s" },
            { "says nothing", "no answer for t10k-images-idx3-ubyte.gz within 0.2 s" },
            { "never ends", "t10k-images-idx3-ubyte.gz is longer than 67108864 bytes" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Run_FaultOfTheFirstMirror_IsMendedByTheSecond(string fault, string reason)
    {
        _ = reason;
        await RunAsync(new FakeNetwork(uri => uri.Host == FirstMirror ? Faulty(uri, fault) : Good(uri)));

        AssertWhole();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Run_FaultOfBothMirrors_SaysWhyAndWhatToDoAndLeavesNothing(string fault, string reason)
    {
        var error = await Assert.ThrowsAsync<DataException>(() => RunAsync(new FakeNetwork(uri => Faulty(uri, fault))));

        Assert.True(error.IsUnavailable);
        Assert.Contains($"{FirstMirror}: {reason}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{SecondMirror}: {reason}", error.Message, StringComparison.Ordinal);
        Assert.All(Names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.Contains($"into {Target}, ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Run_CancelledHalfWay_LeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var network = new FakeNetwork(uri =>
        {
            if (uri.AbsolutePath.Contains("t10k-images", StringComparison.Ordinal))
                cancellation.Cancel();
            return Good(uri);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(network, cancellation.Token));

        AssertNothingLeft();
    }

    [Fact]
    public async Task Run_DamagedCopyInPlace_IsReplaced()
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllBytesAsync(
            Path.Combine(Target, Names[0]),
            Images[..^1],
            TestContext.Current.CancellationToken
        );

        await RunAsync(new FakeNetwork(Good));

        AssertWhole();
    }

    [Fact]
    public async Task Run_DamagedCopyInPlaceAndNoNetwork_IsLeftAlone()
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllBytesAsync(Path.Combine(Target, Names[0]), Images, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<DataException>(() => RunAsync(new FakeNetwork(_ => FakeNetwork.Unreachable())));

        Assert.Equal([Names[0]], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Run_CacheThatCannotBeWritten_SaysSo()
    {
        await File.WriteAllTextAsync(_folder["cache"], "a file in the way", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<DataException>(() => RunAsync(new FakeNetwork(Good)));

        Assert.True(error.IsUnavailable);
        Assert.Contains($"{Target} cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    private Task RunAsync(FakeNetwork network, CancellationToken? cancellation = null) =>
        new MnistDownload(
            new DataLocations(null, _folder["cache"]) { Connect = () => network, Patience = TimeSpan.FromSeconds(0.2) },
            Target,
            Names.ToDictionary(name => name, name => Convert.ToHexStringLower(SHA256.HashData(Contents(name))))
        ).RunAsync(cancellation ?? TestContext.Current.CancellationToken);

    private static byte[] Contents(string name) => name.Contains("images", StringComparison.Ordinal) ? Images : Labels;

    private static HttpResponseMessage Good(Uri uri) => FakeNetwork.File(Pack(Contents(uri.AbsolutePath)));

    /// <summary>All is well but for the test images.</summary>
    private static HttpResponseMessage Faulty(Uri uri, string fault)
    {
        if (!uri.AbsolutePath.Contains("t10k-images", StringComparison.Ordinal))
            return Good(uri);
        var packed = Pack(Images);
        var half = packed[..(packed.Length / 2)];
        return fault switch
        {
            "not found" => FakeNetwork.NotFound(),
            "unreachable" => FakeNetwork.Unreachable(),
            "other contents" => FakeNetwork.File(Pack(Images.With(20, 0))),
            "a page instead" => FakeNetwork.File("<html>Sign in to this network first.</html>"u8.ToArray()),
            "ends half way" => FakeNetwork.File(half),
            "breaks half way" => FakeNetwork.Body(new FaultyStream(half, FaultyStream.Break)),
            "falls silent" => FakeNetwork.Body(new FaultyStream(half, FaultyStream.FallSilent)),
            "says nothing" => FakeNetwork.Body(new FaultyStream([], FaultyStream.FallSilent)),
            "never ends" => FakeNetwork.Body(new FaultyStream([], _ => ValueTask.FromResult(1 << 16))),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault."),
        };
    }

    private void AssertWhole()
    {
        Assert.Equal(
            Names.Select(name => name + ".gz").Order(StringComparer.Ordinal),
            Directory.GetFileSystemEntries(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.All(
            Names,
            name => Assert.Equal(Pack(Contents(name)), File.ReadAllBytes(Path.Combine(Target, name + ".gz")))
        );
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder["cache"]));
    }

    private void AssertNothingLeft() => Assert.Empty(Directory.GetFileSystemEntries(_folder["cache"]));
}
