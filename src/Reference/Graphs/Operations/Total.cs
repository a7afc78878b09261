using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>Sums, in an arithmetic with bounds for every order of summation.</summary>
internal static class Total
{
    /// <summary>The sum of some numbers.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="terms">The numbers; from the first to the last.</param>
    /// <returns>The sum; 0 for none.</returns>
    public static T Of<T>(ReadOnlySpan<T> terms)
        where T : unmanaged, INumber<T>
    {
        if (terms.Length == 1)
            return terms[0];
        if (default(T) is IErrorBounded<T>)
        {
            var ones = new T[terms.Length];
            Array.Fill(ones, T.One);
            return InnerProduct.Of<T>(terms, ones);
        }
        var sum = T.Zero;
        foreach (var term in terms)
            sum += term;
        return sum;
    }
}
