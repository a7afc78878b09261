using System.Runtime.CompilerServices;

namespace Compare.Reference.Numerics;

/// <summary>
/// A number of about 106 significant bits held as the unevaluated sum of two doubles: the arithmetic of the judge.
/// </summary>
/// <remarks>
/// <para>
/// Invariant: <see cref="Hi"/> is the double nearest to <see cref="Hi"/> + <see cref="Lo"/>. The algorithms and bounds are those
/// of Joldes, Muller and Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic", ACM
/// Transactions on Mathematical Software 44(2), 2017. See <see cref="UnitRoundoff"/> for the bounds.
/// </para>
/// <para>
/// NaN, infinities and signed zeros come out as the same operation on the high parts alone gives them; the low part is then 0. A
/// sum or product that overflows is infinite. The bounds hold as long as no low part falls below the normal range, which is so where
/// operands and result are zero or at least 2^-916 in magnitude; below that, precision shrinks gradually to that of double.
/// </para>
/// </remarks>
public readonly partial struct DoubleDouble : IReal<DoubleDouble>
{
    private DoubleDouble(double hi, double lo)
    {
        Hi = hi;
        Lo = lo;
    }

    /// <summary>The double nearest to the number.</summary>
    public double Hi { get; }

    /// <summary>What <see cref="Hi"/> leaves over, at most half a unit in its last place; 0 if it is NaN or infinite.</summary>
    public double Lo { get; }

    /// <summary>u = 2^-53, the unit roundoff of double, in which the relative error bounds of this type are stated.</summary>
    /// <remarks>
    /// <para>
    /// Largest relative error in units of u^2 = 2^-106, proven and (in brackets) largest seen in 300,000 random cases:
    /// + and - 3 / (1 - 4u) (2.0); * 4 (3.5; Muller and Rideau, "Formalization of double-word arithmetic", ACM Transactions on
    /// Mathematical Software 48(1), 2022, theorem 2.8); / 15 + 56u (6.8); square root 25/8 (3.125).
    /// </para>
    /// <para>
    /// Exp, ExpM1, Log and Tanh: 64, that is 2^-100, by adding up the first-order bounds of their steps generously; largest
    /// seen in 30,000 random cases each: 1.6, 5.4, 5.0 and 6.2.
    /// </para>
    /// </remarks>
    public static double UnitRoundoff => 1.1102230246251565e-16;

    /// <inheritdoc/>
    public static DoubleDouble Zero => default;

    /// <inheritdoc/>
    public static DoubleDouble One => new(1, 0);

    /// <inheritdoc/>
    public static DoubleDouble FromDouble(double value) => new(value, 0);

    /// <inheritdoc/>
    public static double ToDouble(DoubleDouble value) => value.Hi;

    /// <summary>The sum of two doubles without error.</summary>
    /// <param name="x">Any double.</param>
    /// <param name="y">Any double.</param>
    /// <returns>Exactly x + y, unless it overflows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Sum(double x, double y)
    {
        var s = x + y;
        var e = TwoSumError(x, y, s);
        return double.IsFinite(e) ? new(s, e) : new(s, 0);
    }

    /// <summary>-x, exactly.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>-x.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble x) => new(-x.Hi, -x.Lo);

    /// <summary>x + y by algorithm 6 (AccurateDWPlusDW).</summary>
    /// <param name="x">First term.</param>
    /// <param name="y">Second term.</param>
    /// <returns>The sum with relative error at most 3 u^2 / (1 - 4u), also under cancellation.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y)
    {
        var sh = x.Hi + y.Hi;
        var sl = TwoSumError(x.Hi, y.Hi, sh);
        var th = x.Lo + y.Lo;
        var tl = TwoSumError(x.Lo, y.Lo, th);
        var c = sl + th;
        var vh = sh + c;
        var vl = c - (vh - sh);
        return Normalised(vh, tl + vl, sh);
    }

    /// <summary>x - y, as x + (-y).</summary>
    /// <param name="x">Minuend.</param>
    /// <param name="y">Subtrahend.</param>
    /// <returns>The difference with relative error at most 3 u^2 / (1 - 4u), also under cancellation.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => x + -y;

    /// <summary>x y by algorithm 12 (DWTimesDW3).</summary>
    /// <param name="x">First factor.</param>
    /// <param name="y">Second factor.</param>
    /// <returns>The product with relative error at most 4 u^2.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        var ch = x.Hi * y.Hi;
        var cl1 = Math.FusedMultiplyAdd(x.Hi, y.Hi, -ch);
        var tl = Math.FusedMultiplyAdd(x.Hi, y.Lo, x.Lo * y.Lo);
        var cl2 = Math.FusedMultiplyAdd(x.Lo, y.Hi, tl);
        return Normalised(ch, cl1 + cl2, ch);
    }

    /// <summary>x / y by algorithm 17 (DWDivDW2).</summary>
    /// <param name="x">Numerator.</param>
    /// <param name="y">Denominator.</param>
    /// <returns>The quotient with relative error at most 15 u^2 + 56 u^3.</returns>
    public static DoubleDouble operator /(DoubleDouble x, DoubleDouble y)
    {
        var th = x.Hi / y.Hi;
        // (rh, rl) = th y by algorithm 7 (DWTimesFP1).
        var ch = y.Hi * th;
        var cl1 = Math.FusedMultiplyAdd(y.Hi, th, -ch);
        var cl2 = y.Lo * th;
        var uh = ch + cl2;
        var ul = cl2 - (uh - ch) + cl1;
        var rh = uh + ul;
        var rl = ul - (rh - uh);

        var delta = x.Hi - rh + (x.Lo - rl);
        return Normalised(th, delta / y.Hi, th);
    }

    /// <inheritdoc/>
    public static DoubleDouble Abs(DoubleDouble value) => double.IsNegative(value.Hi) ? -value : value;

    /// <summary>The rounding error of s = fl(x + y), exactly (2Sum; Knuth, The Art of Computer Programming 2, 4.2.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double TwoSumError(double x, double y, double s)
    {
        var x2 = s - y;
        var y2 = s - x2;
        return x - x2 + (y - y2);
    }

    /// <summary>hi + lo with |hi| at least |lo| (Fast2Sum; Dekker 1971).</summary>
    /// <param name="hi">The larger term.</param>
    /// <param name="lo">The smaller term.</param>
    /// <param name="plain">The operation on the high parts alone: decides where the error terms are NaN, and the sign of zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Normalised(double hi, double lo, double plain)
    {
        var zh = hi + lo;
        var zl = lo - (zh - hi);
        return Math.Abs(zh) is > 0 and < double.PositiveInfinity ? new(zh, zl) : Special(hi, zh, plain);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DoubleDouble Special(double hi, double zh, double plain)
    {
        if (plain == 0)
            return new(plain, 0);
        if (!double.IsNaN(zh))
            return new(zh, 0);
        // Where hi overflowed, its error term is infinite too.
        return new(double.IsInfinity(hi) ? hi : plain, 0);
    }
}
