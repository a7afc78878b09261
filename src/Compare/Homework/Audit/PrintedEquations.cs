using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Homework.Audit;

/// <summary>Part 1 a) letter by letter: the loss and the gradients of one image as the homework prints them, slips included.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <remarks>d pixels, k hidden units; vectors are columns. Names are the homework's.</remarks>
internal sealed class PrintedEquations<T>
    where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
{
    private readonly Matrix<T> _x;
    private readonly Matrix<T> _w2;
    private readonly Matrix<T> _e;

    /// <summary>Evaluates what both gradients need.</summary>
    /// <param name="sigma">The activation function.</param>
    /// <param name="x">The image, shape (d x 1).</param>
    /// <param name="w1">W1, shape (k x d).</param>
    /// <param name="w2">W2, shape (d x k).</param>
    public PrintedEquations(Activation sigma, Matrix<T> x, Matrix<T> w1, Matrix<T> w2)
    {
        (_x, _w2) = (x, w2);
        Epsilon = Product(w1, Transpose.No, x, Transpose.No)!;
        U = new Matrix<T>(Epsilon.Rows, 1);
        sigma.Apply<T>(Epsilon.Elements, U.Elements);
        Slope = new Matrix<T>(Epsilon.Rows, 1);
        Slope.Elements.Fill(T.One);
        sigma.Backpropagate<T>(Epsilon.Elements, U.Elements, Slope.Elements);
        var y = Product(w2, Transpose.No, U, Transpose.No)!;
        _e = new Matrix<T>(x.Rows, 1);
        for (var j = 0; j < x.Rows; j++)
            _e[j, 0] = x[j, 0] - y[j, 0];
    }

    /// <summary>W1 x, shape (k x 1).</summary>
    public Matrix<T> Epsilon { get; }

    /// <summary>The code s(W1 x), shape (k x 1).</summary>
    public Matrix<T> U { get; }

    /// <summary>s'(W1 x), shape (k x 1).</summary>
    public Matrix<T> Slope { get; }

    /// <summary>Eq. (4), written out as Eq. (5): the squared error, not halved.</summary>
    public T Loss => InnerProduct.Of<T>(_e.Elements, _e.Elements);

    /// <summary>Figure 1, the line for one element: -(sum over n of W2_nj e_n) s'_j x_l, shape (k x d).</summary>
    public Matrix<T> Figure1Elements()
    {
        var sums = Product(_w2, Transpose.Yes, _e, Transpose.No)!;
        var gradient = new Matrix<T>(sums.Rows, _x.Rows);
        for (var j = 0; j < gradient.Rows; j++)
        for (var l = 0; l < gradient.Columns; l++)
            gradient[j, l] = -sums[j, 0] * Slope[j, 0] * _x[l, 0];
        return gradient;
    }

    /// <summary>Figure 1, the first matrix line: x [W2' e], before its product with s'.</summary>
    /// <returns>Null where the shapes do not fit.</returns>
    public Matrix<T>? Figure1FirstLine() =>
        Product(_x, Transpose.No, Product(_w2, Transpose.Yes, _e, Transpose.No)!, Transpose.No);

    /// <summary>Figure 1, the last matrix line with the sign of the first: -x [(W2' e) * s']', shape (d x k).</summary>
    public Matrix<T> Figure1LastLine()
    {
        var bracket = Product(_w2, Transpose.Yes, _e, Transpose.No)!;
        for (var j = 0; j < bracket.Rows; j++)
            bracket[j, 0] *= -Slope[j, 0];
        return Product(_x, Transpose.No, bracket, Transpose.Yes)!;
    }

    /// <summary>Figure 2, the matrix line: -(x - y) factor', shape (d x k).</summary>
    /// <param name="factor">What is printed as nabla(epsilon), shape (k x 1).</param>
    public Matrix<T> Figure2(Matrix<T> factor)
    {
        var gradient = Product(_e, Transpose.No, factor, Transpose.Yes)!;
        foreach (ref var element in gradient.Elements)
            element = -element;
        return gradient;
    }

    /// <summary>A product of matrices.</summary>
    /// <returns>Null where the inner dimensions differ.</returns>
    public static Matrix<T>? Product(Matrix<T> a, Transpose transposeA, Matrix<T> b, Transpose transposeB)
    {
        var inner = transposeA == Transpose.No ? a.Columns : a.Rows;
        var innerB = transposeB == Transpose.No ? b.Rows : b.Columns;
        return inner == innerB ? MatrixProduct.Of(a, transposeA, b, transposeB) : null;
    }
}
