namespace Compare.Problems.Data;

/// <summary>Finds a data set by name or folder.</summary>
public static class Datasets
{
    /// <summary>The data sets that have a name.</summary>
    public static IReadOnlyList<string> Names { get; } = [Digits.Name, Mnist.Name];

    /// <summary>Loads a data set, looking where this machine keeps them.</summary>
    /// <param name="nameOrFolder">One of <see cref="Names"/>, or a folder with the four IDX files of MNIST's names, plain or packed.</param>
    /// <param name="cancellation">Ends the loading early.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="DataException">There is no such data set, it is malformed, or it cannot be had here.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Dataset Load(string nameOrFolder, CancellationToken cancellation = default) =>
        Load(nameOrFolder, DataLocations.OfThisMachine(), cancellation);

    /// <summary>Loads a data set.</summary>
    /// <param name="nameOrFolder">One of <see cref="Names"/>, or a folder with the four IDX files of MNIST's names, plain or packed.</param>
    /// <param name="locations">Where to look for MNIST, and how to reach the network.</param>
    /// <param name="cancellation">Ends the loading early.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="DataException">There is no such data set, it is malformed, or it cannot be had here.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static Dataset Load(string nameOrFolder, DataLocations locations, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(nameOrFolder);
        return nameOrFolder switch
        {
            Digits.Name => Digits.Draw(cancellation),
            Mnist.Name => Mnist.Load(locations, cancellation),
            _ when Directory.Exists(nameOrFolder) => IdxFolder.Read(nameOrFolder, nameOrFolder, cancellation),
            _ when File.Exists(nameOrFolder) => throw new DataException(
                $"{nameOrFolder}: is a file; name the folder that holds the four files {string.Join(", ", IdxFolder.Names)}."
            ),
            _ => throw new DataException(
                $"Unknown data set '{nameOrFolder}': it is neither {string.Join(" nor ", Names)}, and there is no such folder."
            ),
        };
    }
}
