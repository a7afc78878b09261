using Compare.Problems;
using Compare.Reference.Numerics;

namespace Compare.Oracles.Functions;

/// <summary>What is made anew for each floating-point format, because its arithmetic with bounds is a type of its own.</summary>
/// <typeparam name="TResult">What is made.</typeparam>
internal abstract class PerFormat<TResult>
{
    /// <summary>Makes it.</summary>
    /// <param name="format">The format.</param>
    /// <returns>What is made.</returns>
    public TResult In(NumberFormat format) =>
        format switch
        {
            NumberFormat.Float64 => Of<Binary64>(),
            NumberFormat.Float32 => Of<Binary32>(),
            NumberFormat.Float16 => Of<Binary16>(),
            NumberFormat.BFloat16 => Of<BFloat16>(),
            NumberFormat.Float16SumsInFloat32 => Of<Binary16Sums32>(),
            NumberFormat.BFloat16SumsInFloat32 => Of<BFloat16Sums32>(),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
        };

    /// <summary>Makes it for one format.</summary>
    /// <typeparam name="TFormat">The format.</typeparam>
    /// <returns>What is made.</returns>
    protected abstract TResult Of<TFormat>()
        where TFormat : IFloatFormat;
}
