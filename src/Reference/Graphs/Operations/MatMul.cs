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
    public override int? FactorOf(int operand) => 1 - operand;

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

    /// <summary>Which terms of its sum a program takes that does not take all.</summary>
    private static readonly (Slip Slip, Func<int, int, bool> Takes)[] Partial =
    [
        (Terms("first-only", "the first alone counts", "add up all terms"), (i, _) => i == 0),
        (
            Terms(
                "last-only",
                "the last alone counts, as when each overwrites the one before",
                "add up the terms, do not overwrite"
            ),
            (i, n) => i == n - 1
        ),
        (Terms("first-missing", "the first is missing", "begin the loop one term earlier"), (i, _) => i > 0),
        (
            Terms("last-missing", "the last is missing", "the loop ends one term early: add up all terms"),
            (i, n) => i < n - 1
        ),
    ];

    private static readonly Slip Summed = new(
        "summed-before-product",
        "what comes back is summed before the product with the other matrix",
        "multiply each term by its own factor, then sum"
    );

    private static Slip Terms(string id, string words, string remedy) =>
        new(id, $"of the terms of its sum {words}", remedy);

    /// <inheritdoc/>
    public override IReadOnlyList<Slip> Slips { get; } = [Unturned, .. Partial.Select(row => row.Slip), Summed];

    /// <inheritdoc/>
    public override NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    )
    {
        if (slip != Unturned)
            return dy.Shape[operand == 0 ? ^1 : ^2] < 2 ? null : Backward(operand, x, y, Changed(slip, operand, dy));
        if (operand == 0)
            return x[1].Shape[^1] == x[1].Shape[^2] ? Product(dy, Transpose.No, x[1], Transpose.No) : null;
        return x[0].Shape[^1] == x[0].Shape[^2] ? Product(x[0], Transpose.No, dy, Transpose.No) : null;
    }

    /// <summary>The gradient by the result with some terms of the sum left out, or with their sum in place of each.</summary>
    private static NdArray<T> Changed<T>(Slip slip, int operand, NdArray<T> dy)
        where T : unmanaged, INumber<T>
    {
        var (rows, columns) = (dy.Shape[^2], dy.Shape[^1]);
        var (terms, others) = operand == 0 ? (columns, rows) : (rows, columns);
        var takes = Array.Find(Partial, row => row.Slip == slip).Takes;
        var changed = new NdArray<T>(dy.Shape);
        var values = new T[terms];
        for (var m = 0; m < dy.Elements.Length; m += rows * columns)
        for (var other = 0; other < others; other++)
        {
            int At(int term) => m + (operand == 0 ? other * columns + term : term * columns + other);
            for (var term = 0; term < terms; term++)
                values[term] = dy.Elements[At(term)];
            var sum = takes is null ? Total.Of<T>(values) : T.Zero;
            for (var term = 0; term < terms; term++)
                changed.Elements[At(term)] =
                    takes is null ? sum
                    : takes(term, terms) ? values[term]
                    : T.Zero;
        }
        return changed;
    }
}
