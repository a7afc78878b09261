using System.Numerics;

namespace Compare.Reference.Numerics;

/// <summary>The inner product: the one place where this project sums products.</summary>
public static class InnerProduct
{
    /// <summary>Sums x_i y_i from the first element to the last.</summary>
    /// <typeparam name="T">The number type; one with error bounds supplies its own rule.</typeparam>
    /// <param name="x">First factors, shape (n).</param>
    /// <param name="y">Second factors, shape (n).</param>
    /// <returns>The sum; zero for n = 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>Error at most gamma_n times the sum of |x_i y_i| (N.5). NaN and infinities propagate as in T's own arithmetic.</remarks>
    public static T Of<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, INumber<T>
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"The factors have {x.Length} and {y.Length} elements.", nameof(y));
        if (default(T) is IErrorBounded<T> bounded)
            return bounded.InnerProduct(x, y);
        var sum = T.Zero;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }
}
