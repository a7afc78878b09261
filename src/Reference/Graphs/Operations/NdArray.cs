using System.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>An array of any rank, its elements one after the other, the last index varying fastest.</summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class NdArray<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Takes elements, without a copy.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="elements">As many elements as the shape has.</param>
    /// <exception cref="ArgumentException">The number of elements is another one.</exception>
    public NdArray(Shape shape, T[] elements)
    {
        if (elements.Length != shape.Count)
            throw new ArgumentException(
                $"An array of shape {shape} has {shape.Count} elements, not {elements.Length}.",
                nameof(elements)
            );
        (Shape, Elements) = (shape, elements);
    }

    /// <summary>Makes an array of zeros.</summary>
    /// <param name="shape">The shape.</param>
    public NdArray(Shape shape)
        : this(shape, new T[shape.Count]) { }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>The elements; writable.</summary>
    public T[] Elements { get; }

    /// <summary>The same elements under another shape.</summary>
    /// <param name="shape">A shape of as many elements.</param>
    /// <returns>An array that shares the elements.</returns>
    public NdArray<T> As(Shape shape) => new(shape, Elements);
}
