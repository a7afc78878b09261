using System.Numerics;
using System.Runtime.InteropServices;

namespace Compare.Reference.Numerics;

/// <summary>Arrays seen as registers of <see cref="Packed{T}"/>.</summary>
internal static class Registers
{
    /// <summary>Whether there are registers of a number type; for the compiler a constant.</summary>
    public static bool Hold<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>The registers that an array fills, in place; what is left over at its end is not among them.</summary>
    public static Span<Packed<T>> Of<T>(Span<T> elements)
        where T : unmanaged, INumber<T> => MemoryMarshal.Cast<T, Packed<T>>(elements);

    /// <inheritdoc cref="Of{T}(Span{T})"/>
    public static ReadOnlySpan<Packed<T>> Of<T>(ReadOnlySpan<T> elements)
        where T : unmanaged, INumber<T> => MemoryMarshal.Cast<T, Packed<T>>(elements);
}
