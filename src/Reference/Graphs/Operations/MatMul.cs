using System.Numerics;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Graphs.Operations;

/// <summary>The product of matrices that lie along the last two axes; the axes before them count through many.</summary>
internal sealed record MatMul : Operation
{
    /// <inheritdoc/>
    public override string Name => "matMul";

    /// <inheritdoc/>
    public override string Equation(int operand) => operand == 0 ? "G.29" : "G.30";

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<Shape> operands)
    {
        var (a, b) = (operands[0], operands[1]);
        if (a.Rank < 2 || a.Rank != b.Rank || a[^1] != b[^2] || !Many(a).Equals(Many(b)))
            throw new ArgumentException($"Matrices of shapes {a} and {b} have no product.");
        return a.With(a.Rank - 1, b[^1]);
    }

    /// <inheritdoc/>
    public override NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x) =>
        Product(x[0], Transpose.No, x[1], Transpose.No); // (G.28)

    /// <inheritdoc/>
    public override NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy) =>
        operand == 0
            ? Product(dy, Transpose.No, x[1], Transpose.Yes) // (G.29)
            : Product(x[0], Transpose.Yes, dy, Transpose.No); // (G.30)

    private static Shape Many(Shape shape) => new([.. shape.Sizes.Take(shape.Rank - 2)]);

    private static NdArray<T> Product<T>(NdArray<T> a, Transpose turnA, NdArray<T> b, Transpose turnB)
        where T : unmanaged, INumber<T>
    {
        var rows = turnA == Transpose.No ? a.Shape[^2] : a.Shape[^1];
        var columns = turnB == Transpose.No ? b.Shape[^1] : b.Shape[^2];
        var result = new NdArray<T>(new Shape([.. a.Shape.Sizes.Take(a.Shape.Rank - 2), rows, columns]));
        for (var m = 0; m < Many(a.Shape).Count; m++)
            MatrixProduct
                .Of(Matrix(a, m), turnA, Matrix(b, m), turnB, Environment.ProcessorCount)
                .Elements.CopyTo(result.Elements.AsSpan(m * rows * columns));
        return result;
    }

    private static Matrix<T> Matrix<T>(NdArray<T> array, int number)
        where T : unmanaged, INumber<T>
    {
        var matrix = new Matrix<T>(array.Shape[^2], array.Shape[^1]);
        array.Elements.AsSpan(number * matrix.Elements.Length, matrix.Elements.Length).CopyTo(matrix.Elements);
        return matrix;
    }

    private static readonly Slip Unturned = new(
        "operand-not-transposed",
        "the other matrix is not transposed",
        "transpose it"
    );

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips => [Unturned];

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    )
    {
        if (operand == 0)
            return x[1].Shape[^1] == x[1].Shape[^2] ? Product(dy, Transpose.No, x[1], Transpose.No) : null;
        return x[0].Shape[^1] == x[0].Shape[^2] ? Product(x[0], Transpose.No, dy, Transpose.No) : null;
    }
}
