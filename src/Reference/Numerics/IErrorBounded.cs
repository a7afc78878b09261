using System.Numerics;

namespace Compare.Reference.Numerics;

/// <summary>
/// A number type that carries an error bound, and therefore needs rules of its own for the two operations whose rounding
/// depends on more than their operands: sums, which may be taken in any order, and branches, which may go either way.
/// </summary>
/// <typeparam name="T">The implementing type.</typeparam>
/// <remarks>
/// Instance methods, so that generic code can ask <c>default(T) is IErrorBounded&lt;T&gt;</c>; for other number types the
/// compiler removes the question. <see cref="InnerProduct"/> ignores the instance.
/// </remarks>
public interface IErrorBounded<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>The inner product with a bound that holds for every order of summation, with or without fused multiply-add.</summary>
    /// <param name="x">First factors, shape (n).</param>
    /// <param name="y">Second factors, shape (n).</param>
    /// <param name="start">One more term; no rounding is charged for it if it is exactly zero.</param>
    /// <returns>The start value plus the sum of x_i y_i.</returns>
    T InnerProduct(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T start);

    /// <summary>Many inner products at once: adds A B^T to C, or writes it there, with the same bounds.</summary>
    /// <param name="a">A, shape (m x n).</param>
    /// <param name="b">B, shape (p x n).</param>
    /// <param name="c">C, shape (m x p); overwritten or added to.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    /// <param name="threads">Greatest number of threads.</param>
    void Multiply(Matrix<T> a, Matrix<T> b, Matrix<T> c, bool accumulate, int threads);

    /// <summary>The unit step at this value, with a bound that covers both branches where the sign is uncertain.</summary>
    /// <param name="atZero">The value at zero.</param>
    /// <returns>1 for positive, 0 for negative values.</returns>
    T Step(T atZero);
}
