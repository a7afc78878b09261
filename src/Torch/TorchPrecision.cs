namespace Compare.Torch;

/// <summary>The floating-point format in which libtorch computes.</summary>
public enum TorchPrecision
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,
}
