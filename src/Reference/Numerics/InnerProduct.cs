using System.Numerics;

namespace Compare.Reference.Numerics;

/// <summary>The inner product: the one place where this project sums products.</summary>
public static class InnerProduct
{
    /// <summary>Adds x_i y_i to a start value, from the first element to the last.</summary>
    /// <typeparam name="T">The number type; one with error bounds supplies its own rule.</typeparam>
    /// <param name="x">First factors, shape (n).</param>
    /// <param name="y">Second factors, shape (n).</param>
    /// <param name="start">What the products are added to, such as a bias; zero if not given.</param>
    /// <returns>The sum; the start value for n = 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>Error at most gamma_n times the sum of |x_i y_i| (N.5). NaN and infinities propagate as in T's own arithmetic.</remarks>
    public static T Of<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T start = default)
        where T : unmanaged, INumber<T>
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"The factors have {x.Length} and {y.Length} elements.", nameof(y));
        if (default(T) is IErrorBounded<T> bounded)
            return bounded.InnerProduct(x, y, start);
        var sum = start;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }
}
