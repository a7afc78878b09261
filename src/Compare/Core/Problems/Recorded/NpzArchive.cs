namespace Compare.Problems.Recorded;

/// <summary>The arrays of a NumPy archive.</summary>
/// <param name="File">What the archive is called in messages.</param>
/// <param name="Arrays">Its arrays in the order of the archive; no two have the same name.</param>
internal sealed record NpzArchive(string File, IReadOnlyList<NpyArray> Arrays)
{
    /// <summary>Finds an array.</summary>
    /// <param name="name">Its name, for example <c>W1</c>; capitals matter.</param>
    /// <returns>The array, or null if there is none of this name.</returns>
    public NpyArray? Find(string name) => Arrays.FirstOrDefault(array => array.Name == name);

    /// <summary>What an entry is called in messages.</summary>
    internal string PlaceOf(string name) => NpzReader.PlaceOf(File, name + NpzReader.Extension);
}
