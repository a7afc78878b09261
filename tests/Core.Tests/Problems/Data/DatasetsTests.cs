using Compare.Problems.Data;
using Compare.Tests.Support;
using static Compare.Tests.Problems.Data.IdxBytes;

namespace Compare.Tests.Problems.Data;

public sealed class DatasetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Digits_DrawsThem()
    {
        var digits = Datasets.Load("digits", Nowhere, TestContext.Current.CancellationToken);

        Assert.Equal(("digits", 6000, 1000), (digits.Name, digits.Train.Count, digits.Test.Count));
    }

    [Fact]
    public void Load_FolderOfPlainAndPackedFiles_ReadsThem()
    {
        Fill(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte"
        );

        var loaded = Load();

        Assert.Equal((_folder.Path, _folder.Path), (loaded.Name, loaded.Origin));
        Assert.Equal(IdxBytes.Read(Images, Labels).Sha256, loaded.Train.Sha256);
        Assert.Equal(loaded.Train.Sha256, loaded.Test.Sha256);
    }

    /// <summary>The contents decide, not the name.</summary>
    [Fact]
    public void Load_PackedFileUnderAPlainName_ReadsIt()
    {
        Fill("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
        File.WriteAllBytes(_folder["t10k-images-idx3-ubyte"], Pack(Images));

        Assert.Equal(3, Load().Test.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Digits")]
    [InlineData("no/such/folder")]
    public void Load_UnknownName_NamesTheKnownOnes(string name) =>
        Refuses(name, $"Unknown data set '{name}': it is neither digits nor mnist, and there is no such folder.");

    [Fact]
    public void Load_MissingFiles_NamesThem()
    {
        Fill("train-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

        Refuses(
            _folder.Path,
            $"{_folder.Path}: there is no train-labels-idx1-ubyte and no t10k-images-idx3-ubyte, plain or with .gz."
        );
    }

    [Fact]
    public void Load_FileInsteadOfAFolder_SaysSo()
    {
        File.WriteAllBytes(_folder["images"], Images);

        Refuses(
            _folder["images"],
            $"{_folder["images"]}: is a file; name the folder that holds the four files train-images-idx3-ubyte, "
                + "train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte."
        );
    }

    [Fact]
    public void Load_TestImagesOfAnotherSize_NamesBothSizes()
    {
        Fill("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
        File.WriteAllBytes(_folder["t10k-images-idx3-ubyte"], Images.With(11, 4).With(15, 2));

        Refuses(
            _folder.Path,
            $"{_folder["t10k-images-idx3-ubyte"]}: rows x columns is 4 x 2, expected 2 x 4, that of the training images."
        );
    }

    [Fact]
    public void Load_MalformedFile_NamesItsPath()
    {
        Fill(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte"
        );
        File.WriteAllBytes(_folder["train-labels-idx1-ubyte.gz"], Pack(Labels.With(9, 200)));

        Refuses(_folder.Path, $"{_folder["train-labels-idx1-ubyte.gz"]}: label 1 is 200, expected 0 to 9.");
    }

    [Fact]
    public void WriteFolder_Digits_ReadsBackTheSame()
    {
        var digits = Digits.Draw(TestContext.Current.CancellationToken);

        IdxWriter.WriteFolder(digits, _folder["new/folder"]);
        var read = Datasets.Load(_folder["new/folder"], Nowhere, TestContext.Current.CancellationToken);

        Assert.Equal((digits.Train.Sha256, digits.Test.Sha256), (read.Train.Sha256, read.Test.Sha256));
        Assert.Equal(4, Directory.GetFileSystemEntries(_folder["new/folder"]).Length);
    }

    [Fact]
    public void WriteFolder_FileInTheWay_IsRefusedAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder["t10k-images-idx3-ubyte"]);
        File.WriteAllText(_folder["file"], "");
        var digits = Digits.Draw(TestContext.Current.CancellationToken);

        var below = Assert.Throws<DataException>(() => IdxWriter.WriteFolder(digits, _folder["file"]));
        var onto = Assert.Throws<DataException>(() => IdxWriter.WriteFolder(digits, _folder.Path));

        Assert.StartsWith($"{_folder["file"]}: cannot be written: ", below.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{_folder.Path}: cannot be written: ", onto.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
    }

    private DataLocations Nowhere => new(null, _folder["cache"]);

    private Dataset Load() => Datasets.Load(_folder.Path, Nowhere, TestContext.Current.CancellationToken);

    private void Refuses(string name, string message)
    {
        var error = Assert.Throws<DataException>(() =>
            Datasets.Load(name, Nowhere, TestContext.Current.CancellationToken)
        );
        Assert.Equal((message, false), (error.Message, error.IsUnavailable));
    }

    private void Fill(params string[] names)
    {
        foreach (var name in names)
        {
            var contents = name.Contains("images", StringComparison.Ordinal) ? Images : Labels;
            File.WriteAllBytes(
                _folder[name],
                name.EndsWith(".gz", StringComparison.Ordinal) ? Pack(contents) : contents
            );
        }
    }
}
