using System.Runtime.CompilerServices;

namespace Compare.Reference.Numerics.Products;

/// <summary>Zeros at an address that stays, on a cache line; freed with its owner.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PinnedMemory<T>
    where T : unmanaged
{
    /// <summary>Bytes of a cache line.</summary>
    public const int Line = 64;

    private readonly T[] _elements;
    private readonly int _skipped;

    /// <summary>Allocates.</summary>
    /// <param name="length">Number of elements.</param>
    public PinnedMemory(int length)
    {
        _elements = GC.AllocateArray<T>(checked(length + Line / sizeof(T)), pinned: true);
        var start = (T*)Unsafe.AsPointer(ref _elements[0]);
        _skipped = (int)((Line - (nuint)start % Line) % Line) / sizeof(T);
        Start = start + _skipped;
        Length = length;
    }

    /// <summary>The first element; valid as long as this object is reachable.</summary>
    public T* Start { get; }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>A piece, in place.</summary>
    public Span<T> Span(int start, int length) => _elements.AsSpan(_skipped + start, length);
}
