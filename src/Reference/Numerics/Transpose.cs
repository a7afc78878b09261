namespace Compare.Reference.Numerics;

/// <summary>Whether an operand of a matrix product is taken as it is or transposed.</summary>
public enum Transpose
{
    /// <summary>As stored.</summary>
    No,

    /// <summary>Rows and columns exchanged; the caller's matrix is not copied or changed.</summary>
    Yes,
}
