namespace Compare.Problems.Data;

/// <summary>What one IDX file holds.</summary>
/// <param name="Dimensions">Count; for images then rows and columns.</param>
/// <param name="Values">One byte for each element.</param>
internal sealed record IdxArray(int[] Dimensions, byte[] Values)
{
    /// <summary>SHA-256 of the unpacked file.</summary>
    public string Sha256() => IdxFormat.Sha256(Values, Dimensions);
}
