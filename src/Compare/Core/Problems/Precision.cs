namespace Compare.Problems;

/// <summary>The floating-point format in which a side computes.</summary>
public enum Precision
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,
}
