using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compare.Reference.Numerics;

/// <summary>exp and tanh of registers of float: one formula for all lanes, an error of at most two units in the last place.</summary>
/// <remarks>NaN gives NaN. Below the smallest subnormal number exp is zero, above the largest number infinity.</remarks>
internal static class PackedExponential
{
    // Twelve digits of ln 2, so that their product with n is exact, and the rest.
    private const float Ln2High = 0.693115234375f;
    private const float Ln2Low = 3.1946184945e-5f;

    /// <summary>Beyond it every result is zero or infinity, and 2^n still fits in two factors.</summary>
    private const float LargestArgument = 120;

    /// <summary>Beyond it tanh rounds to one.</summary>
    private const float LargestOfTanh = 10;

    /// <summary>e^x.</summary>
    public static Vector<float> Exp(Vector<float> x)
    {
        var (n, p) = Reduce(Clamp(x, LargestArgument));
        // In two factors, because 2^n alone need not be a number where 2^n (1 + p) still is one.
        var first = Vector.ShiftRightArithmetic(n, 1);
        return (Vector<float>.One + p) * PowerOf2(first) * PowerOf2(n - first);
    }

    /// <summary>tanh x.</summary>
    public static Vector<float> Tanh(Vector<float> x)
    {
        var magnitude = Vector.Min(Vector.Abs(x), new Vector<float>(LargestOfTanh));
        var (n, p) = Reduce(magnitude + magnitude);
        var power = PowerOf2(n);
        var e = Vector.FusedMultiplyAdd(power, p, power - Vector<float>.One); // e^2|x| - 1
        return Vector.CopySign(e / (e + new Vector<float>(2)), x); // (N.15)
    }

    /// <summary>n and p with e^x = 2^n (1 + p), |p| below 0.42.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<int> N, Vector<float> P) Reduce(Vector<float> x)
    {
        var n = Vector.Round(x * new Vector<float>(1.44269504f));
        var r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Ln2High), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Ln2Low), r); // (N.13)
        var q = Vector.FusedMultiplyAdd(r, new Vector<float>(1f / 5040), new Vector<float>(1f / 720));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<float>(1f / 120));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<float>(1f / 24));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<float>(1f / 6));
        q = Vector.FusedMultiplyAdd(q, r, new Vector<float>(1f / 2));
        return (Vector.ConvertToInt32(n), Vector.FusedMultiplyAdd(q, r * r, r)); // (N.14)
    }

    private static Vector<float> Clamp(Vector<float> x, float largest) =>
        Vector.Max(new Vector<float>(-largest), Vector.Min(new Vector<float>(largest), x));

    private static Vector<float> PowerOf2(Vector<int> n) =>
        Vector.AsVectorSingle(Vector.ShiftLeft(n + new Vector<int>(127), 23));
}
