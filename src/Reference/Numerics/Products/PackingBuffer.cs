using System.Runtime.CompilerServices;

namespace Compare.Reference.Numerics.Products;

/// <summary>Memory for packed panels: one block for each thread that multiplies, kept and enlarged when needed.</summary>
internal static unsafe class PackingBuffer
{
    /// <summary>Bytes of a cache line, on which the memory starts: no register of a packed row then crosses one.</summary>
    private const int Line = 64;

    [ThreadStatic]
    private static byte[]? _bytes;

    /// <summary>The calling thread's memory, valid until its next call; what it holds is left over from earlier.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="elements">Least number of elements.</param>
    /// <returns>Its start.</returns>
    /// <exception cref="OverflowException">The elements take 2 GiB or more.</exception>
    public static T* OfThisThread<T>(long elements)
        where T : unmanaged
    {
        var needed = checked((int)(elements * sizeof(T) + Line));
        // Pinned: the collector never moves it, so an address stays one.
        if (_bytes is null || _bytes.Length < needed)
            _bytes = GC.AllocateUninitializedArray<byte>(needed, pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref _bytes[0]);
        return (T*)((address + Line - 1) / Line * Line);
    }
}
