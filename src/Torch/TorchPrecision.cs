using System.Diagnostics.CodeAnalysis;

namespace Compare.Torch;

/// <summary>The floating-point format in which libtorch computes.</summary>
[SuppressMessage(
    "Naming",
    "CA1720:Identifier contains type name",
    Justification = "These are the names of the command line and of torch."
)]
public enum TorchPrecision
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,
}
