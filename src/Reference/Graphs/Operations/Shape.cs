namespace Compare.Reference.Graphs.Operations;

/// <summary>The sizes of an array along its axes, the last of which varies fastest in memory. Immutable; compared by content.</summary>
public sealed class Shape : IEquatable<Shape>
{
    private readonly int[] _sizes;

    /// <summary>Makes a shape.</summary>
    /// <param name="sizes">The size along each axis, 0 or more; none for a scalar.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        _sizes = sizes.ToArray();
        Count = 1;
        foreach (var size in _sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(sizes));
            Count = checked(Count * size);
        }
    }

    /// <summary>The shape of a single number: no axes, one element.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>The number of axes.</summary>
    public int Rank => _sizes.Length;

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>The sizes, that of the first axis first.</summary>
    public IReadOnlyList<int> Sizes => _sizes;

    /// <summary>The size along an axis.</summary>
    /// <param name="axis">0 to <see cref="Rank"/> - 1.</param>
    /// <returns>The size.</returns>
    public int this[int axis] => _sizes[axis];

    /// <summary>The shape to which two are broadcast as NumPy does: aligned at the last axis, sizes of 1 stretched.</summary>
    /// <param name="a">One shape.</param>
    /// <param name="b">The other.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        var sizes = new int[Math.Max(a.Rank, b.Rank)];
        for (var axis = 1; axis <= sizes.Length; axis++)
        {
            var (x, y) = (axis <= a.Rank ? a[^axis] : 1, axis <= b.Rank ? b[^axis] : 1);
            if (x != y && x != 1 && y != 1)
                throw new ArgumentException($"Shapes {a} and {b} do not broadcast: {x} and {y} along axis -{axis}.");
            sizes[^axis] = x == 1 ? y : x;
        }
        return new Shape(sizes);
    }

    /// <summary>The size along an axis, counted from the end too.</summary>
    /// <param name="axis">An index such as ^1.</param>
    /// <returns>The size.</returns>
    public int this[Index axis] => _sizes[axis];

    /// <summary>An axis counted from the front.</summary>
    /// <param name="axis">-Rank to Rank - 1; negative ones count from the end.</param>
    /// <returns>0 to Rank - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int axis) =>
        axis >= -Rank && axis < Rank
            ? axis < 0
                ? axis + Rank
                : axis
            : throw new ArgumentOutOfRangeException(
                nameof(axis),
                axis,
                $"An array of shape {this} has no axis {axis}."
            );

    /// <summary>The shape with another size along an axis.</summary>
    /// <param name="axis">0 to Rank - 1.</param>
    /// <param name="size">The size; null to leave the axis out.</param>
    /// <returns>The shape.</returns>
    public Shape With(int axis, int? size) =>
        size is { } other
            ? new Shape([.. _sizes[..axis], other, .. _sizes[(axis + 1)..]])
            : new Shape([.. _sizes[..axis], .. _sizes[(axis + 1)..]]);

    /// <summary>How an axis lies in memory: element (o, i, n) is at (o * Size + i) * Inner + n.</summary>
    /// <param name="axis">0 to Rank - 1.</param>
    /// <returns>The product of the sizes before it, its own, and the product of those after it.</returns>
    public (int Outer, int Size, int Inner) Around(int axis)
    {
        var (outer, inner) = (1, 1);
        for (var i = 0; i < axis; i++)
            outer *= _sizes[i];
        for (var i = axis + 1; i < Rank; i++)
            inner *= _sizes[i];
        return (outer, _sizes[axis], inner);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _sizes.Aggregate(Rank, HashCode.Combine);

    /// <summary>The sizes, for example <c>2 x 3</c>.</summary>
    /// <returns>Text of one line.</returns>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join(" x ", _sizes);
}
