using System.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>An operation that looks at an array along one axis, or as a whole.</summary>
/// <param name="Axis">The axis, 0 for the first; null for all elements at once.</param>
/// <param name="KeepsAxis">Whether a result without the axis keeps it with size 1.</param>
public abstract record Along(int? Axis, bool KeepsAxis = false) : Operation
{
    /// <inheritdoc/>
    public override string Write(IReadOnlyList<string> operands) =>
        Axis is { } axis
            ? FormattableString.Invariant($"{operands[0]}.{char.ToUpperInvariant(Name[0])}{Name[1..]}(axis: {axis})")
            : base.Write(operands);

    /// <summary>How the axis lies in memory.</summary>
    /// <param name="shape">The shape of the operand.</param>
    /// <returns>As <see cref="Shape.Around"/>.</returns>
    private protected (int Outer, int Size, int Inner) Around(Shape shape) =>
        Axis is { } axis ? shape.Around(axis) : (1, shape.Count, 1);

    /// <summary>The shape without the axis.</summary>
    /// <param name="shape">The shape of the operand.</param>
    /// <returns>The shape.</returns>
    private protected Shape Reduced(Shape shape) =>
        Axis is { } axis ? shape.With(axis, KeepsAxis ? 1 : null)
        : KeepsAxis ? new Shape([.. shape.Sizes.Select(_ => 1)])
        : Shape.Scalar;

    /// <summary>One number of each row along the axis.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="x">The operand.</param>
    /// <param name="reduce">From the numbers along the axis to one.</param>
    /// <returns>An array without the axis.</returns>
    private protected NdArray<T> Reduce<T>(NdArray<T> x, Func<T[], T> reduce)
        where T : unmanaged, INumber<T>
    {
        var around = Around(x.Shape);
        var y = new NdArray<T>(Reduced(x.Shape));
        var terms = new T[around.Size];
        for (var o = 0; o < around.Outer; o++)
        for (var n = 0; n < around.Inner; n++)
        {
            Gather<T>(x.Elements, around, o, n, terms);
            y.Elements[o * around.Inner + n] = reduce(terms);
        }
        return y;
    }

    /// <summary>Makes each row along the axis of rows of two arrays.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">One array.</param>
    /// <param name="b">Another of its shape, or without the axis, which then is repeated.</param>
    /// <param name="make">From a row of each to the row of the result, which it overwrites.</param>
    /// <returns>An array of the shape of a.</returns>
    private protected NdArray<T> Rows<T>(NdArray<T> a, NdArray<T> b, RowFunction<T> make)
        where T : unmanaged, INumber<T>
    {
        var around = Around(a.Shape);
        var isRepeated = !a.Shape.Equals(b.Shape);
        var result = new NdArray<T>(a.Shape);
        T[] first = new T[around.Size],
            second = new T[around.Size],
            made = new T[around.Size];
        for (var o = 0; o < around.Outer; o++)
        for (var n = 0; n < around.Inner; n++)
        {
            Gather<T>(a.Elements, around, o, n, first);
            if (isRepeated)
                Array.Fill(second, b.Elements[o * around.Inner + n]);
            else
                Gather<T>(b.Elements, around, o, n, second);
            make(first, second, made);
            for (var i = 0; i < made.Length; i++)
                result.Elements[(o * around.Size + i) * around.Inner + n] = made[i];
        }
        return result;
    }

    /// <summary>The terms along an axis that meet in one place.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="elements">All elements of an array.</param>
    /// <param name="around">How the axis lies in memory.</param>
    /// <param name="outer">Where before the axis.</param>
    /// <param name="inner">Where after it.</param>
    /// <param name="terms">As many numbers as the axis has; overwritten.</param>
    private static void Gather<T>(
        ReadOnlySpan<T> elements,
        (int Outer, int Size, int Inner) around,
        int outer,
        int inner,
        Span<T> terms
    )
    {
        for (var i = 0; i < around.Size; i++)
            terms[i] = elements[(outer * around.Size + i) * around.Inner + inner];
    }

    /// <summary>Makes a row of two.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">A row.</param>
    /// <param name="b">Another.</param>
    /// <param name="result">The row that is made; overwritten.</param>
    private protected delegate void RowFunction<T>(T[] a, T[] b, T[] result);
}
