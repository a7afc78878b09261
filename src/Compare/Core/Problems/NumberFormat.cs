namespace Compare.Problems;

/// <summary>The floating-point format in which somebody computes a gradient.</summary>
public enum NumberFormat
{
    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary16, sums included.</summary>
    Float16,

    /// <summary>bfloat16, sums included.</summary>
    BFloat16,

    /// <summary>IEEE 754 binary16 with sums in binary32, as accelerators have them.</summary>
    Float16SumsInFloat32,

    /// <summary>bfloat16 with sums in binary32, as accelerators have them.</summary>
    BFloat16SumsInFloat32,
}
