using Compare.Problems.Data;
using Compare.Tests.Support;
using static Compare.Tests.Problems.Data.IdxBytes;

namespace Compare.Tests.Problems.Data;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_RealFiles_AreMnistByteForByte()
    {
        var folder = SharedMnist.FolderOrSkip();

        var mnist = Mnist.Load(new DataLocations(folder, _folder["cache"]), TestContext.Current.CancellationToken);

        Assert.Equal(("mnist", folder), (mnist.Name, mnist.Origin));
        Assert.Equal((60000, 28, 28), (mnist.Train.Count, mnist.Train.Rows, mnist.Train.Columns));
        Assert.Equal((10000, 28, 28), (mnist.Test.Count, mnist.Test.Rows, mnist.Test.Columns));
        // The first labels of MNIST are known to everybody who has printed them.
        Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], mnist.Train.Labels[..10].ToArray());
        Assert.Equal([7, 2, 1, 0, 4, 1, 4, 9, 5, 9], mnist.Test.Labels[..10].ToArray());
    }

    [Fact]
    public void Load_NamedFolderHoldsAFolderMnist_IsFoundThere()
    {
        var folder = SharedMnist.FolderOrSkip();
        var parent = Path.GetDirectoryName(folder)!;

        Assert.Equal(folder, Mnist.Find(new DataLocations(parent, _folder["cache"])));
    }

    [Fact]
    public void Find_NamedFolderAndCache_PrefersTheNamedOne()
    {
        Fill(_folder["named"], Mnist.Sha256OfFiles.Keys);
        Fill(_folder["cache/mnist"], Mnist.Sha256OfFiles.Keys);

        Assert.Equal(_folder["named"], Mnist.Find(new DataLocations(_folder["named"], _folder["cache"])));
        Assert.Equal(_folder["cache/mnist"], Mnist.Find(new DataLocations(null, _folder["cache"])));
    }

    [Fact]
    public void Find_NamedFolderWithoutMnist_GoesOnToTheCache()
    {
        Directory.CreateDirectory(_folder["named"]);
        Assert.Null(Mnist.Find(new DataLocations(_folder["named"], _folder["cache"])));

        Fill(_folder["cache/mnist"], Mnist.Sha256OfFiles.Keys);
        Assert.Equal(_folder["cache/mnist"], Mnist.Find(new DataLocations(_folder["named"], _folder["cache"])));
    }

    [Fact]
    public void Find_NamedFolderThatIsNotThere_SaysWhoNamedIt()
    {
        var error = Assert.Throws<DataException>(() =>
            Mnist.Find(new DataLocations(_folder["gone"], _folder["cache"]))
        );
        Assert.Equal(
            ($"COMPARE_DATA_DIR: there is no folder {_folder["gone"]}.", false),
            (error.Message, error.IsUnavailable)
        );
    }

    [Fact]
    public void Load_OtherDataUnderTheNamesOfMnist_IsRefused()
    {
        Fill(_folder["cache/mnist"], Mnist.Sha256OfFiles.Keys);

        var error = Assert.Throws<DataException>(() => Load(Offline()));

        var file = Path.Combine(_folder["cache/mnist"], "train-images-idx3-ubyte");
        Assert.StartsWith($"{file}: SHA-256 of the unpacked contents is ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            $"expected MNIST's {Mnist.Sha256OfFiles["train-images-idx3-ubyte"]}.",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.False(error.IsUnavailable);
    }

    [Fact]
    public void Load_NowhereAndNoNetwork_NamesTheFourFilesAndTheFolder()
    {
        var error = Assert.Throws<DataException>(() => Load(Offline()));

        Assert.True(error.IsUnavailable);
        Assert.All(Mnist.Sha256OfFiles.Keys, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.Contains(_folder["cache/mnist"], error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Fetch_RealFilesFromTheNetwork_AreLoadedFromTheCacheAfterwards()
    {
        var real = SharedMnist.FolderOrSkip();
        var network = new FakeNetwork(uri =>
            FakeNetwork.File(File.ReadAllBytes(Path.Combine(real, Path.GetFileName(uri.AbsolutePath))))
        );
        var locations = new DataLocations(null, _folder["cache"]) { Connect = () => network };

        var folder = Mnist.Fetch(locations, TestContext.Current.CancellationToken);

        Assert.Equal(_folder["cache/mnist"], folder);
        Assert.Equal(folder, Load(Offline()).Origin);
        // What is whole is not fetched again.
        Mnist.Fetch(locations, TestContext.Current.CancellationToken);
        Assert.Equal(4, network.Requests.Count);
    }

    [Fact]
    public void Catalogue_NothingHere_SaysWhatToDo()
    {
        var entries = DataCatalogue.List(Offline());

        Assert.Equal(["digits", "mnist"], entries.Select(entry => entry.Name));
        Assert.Equal([DataStatus.Found, DataStatus.Missing], entries.Select(entry => entry.Status));
        Assert.Contains("compare data fetch", entries[1].Remedy, StringComparison.Ordinal);
        Assert.Contains(_folder["cache/mnist"], entries[1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_NamedFolderThatIsNotThere_IsAProblemAndNoFailure()
    {
        var mnist = DataCatalogue.List(new DataLocations(_folder["gone"], _folder["cache"]))[1];

        Assert.Equal(DataStatus.Missing, mnist.Status);
        Assert.Contains(_folder["gone"], mnist.Problem, StringComparison.Ordinal);
        Assert.Contains("COMPARE_DATA_DIR", mnist.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_OtherDataUnderTheNamesOfMnist_IsFoundAndThenDamaged()
    {
        Fill(_folder["cache/mnist"], Mnist.Sha256OfFiles.Keys);

        Assert.Equal(DataStatus.Found, DataCatalogue.List(Offline())[1].Status);
        var verified = DataCatalogue.Verify(Offline(), TestContext.Current.CancellationToken);

        Assert.Equal([DataStatus.Verified, DataStatus.Damaged], verified.Select(entry => entry.Status));
        Assert.Contains("SHA-256", verified[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_RealMnist_IsVerified()
    {
        var locations = new DataLocations(SharedMnist.FolderOrSkip(), _folder["cache"]);

        var mnist = DataCatalogue.Verify(locations, TestContext.Current.CancellationToken)[1];

        Assert.Equal(
            (DataStatus.Verified, locations.DataDirectory, null),
            (mnist.Status, mnist.Location, mnist.Problem)
        );
    }

    private DataLocations Offline() =>
        new(null, _folder["cache"]) { Connect = () => new FakeNetwork(_ => FakeNetwork.Unreachable()) };

    private static Dataset Load(DataLocations locations) =>
        Mnist.Load(locations, TestContext.Current.CancellationToken);

    private static void Fill(string folder, IEnumerable<string> names)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in names)
            File.WriteAllBytes(
                Path.Combine(folder, name),
                name.Contains("images", StringComparison.Ordinal) ? Images : Labels
            );
    }
}
