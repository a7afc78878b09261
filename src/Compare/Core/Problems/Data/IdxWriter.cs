namespace Compare.Problems.Data;

/// <summary>Writes images and labels in IDX format, unpacked, so that any program that reads MNIST can read them.</summary>
/// <remarks>The same set always gives the same bytes.</remarks>
internal static class IdxWriter
{
    /// <summary>Writes the images.</summary>
    /// <param name="set">The set.</param>
    /// <param name="stream">Where to.</param>
    public static void WriteImages(ImageSet set, Stream stream)
    {
        stream.Write(IdxFormat.Header(set.Count, set.Rows, set.Columns));
        stream.Write(set.Pixels);
    }

    /// <summary>Writes the labels.</summary>
    /// <param name="set">The set.</param>
    /// <param name="stream">Where to.</param>
    public static void WriteLabels(ImageSet set, Stream stream)
    {
        stream.Write(IdxFormat.Header(set.Count));
        stream.Write(set.Labels);
    }

    /// <summary>Writes the four files of a data set under the names that MNIST gave them.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="folder">Where to; made if it is not there. Files of these names are replaced, each in one rename.</param>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public static void WriteFolder(Dataset dataset, string folder)
    {
        (string Name, ImageSet Set, Action<ImageSet, Stream> Write)[] files =
        [
            (IdxFolder.TrainImages, dataset.Train, WriteImages),
            (IdxFolder.TrainLabels, dataset.Train, WriteLabels),
            (IdxFolder.TestImages, dataset.Test, WriteImages),
            (IdxFolder.TestLabels, dataset.Test, WriteLabels),
        ];
        string? part = null;
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, set, write) in files)
            {
                var path = Path.Combine(folder, name);
                part = path + ".part";
                using (var stream = File.Create(part))
                    write(set, stream);
                File.Move(part, path, overwrite: true);
            }
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (part is not null)
                Discard(part);
            throw new DataException($"{folder}: cannot be written: {exception.Message}", inner: exception);
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
