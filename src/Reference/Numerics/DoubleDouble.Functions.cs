namespace Compare.Reference.Numerics;

public readonly partial struct DoubleDouble
{
    // ln 2 in three parts. The first two have 42 bits, so that multiples up to 2^11 of them are exact.
    private const double Ln2First = 0.6931471805598903;
    private const double Ln2Second = 5.49792301870721e-14;
    private const double Ln2Third = 1.1612227229362532e-26;

    /// <summary>Below, e^x is less than half of the smallest subnormal; e^x - 1 is -1 to any precision kept.</summary>
    private const double LeastExponent = -745.2;

    /// <summary>Above, e^x exceeds the largest double.</summary>
    private const double GreatestExponent = 709.8;

    /// <summary>How often the reduced argument of the exponential is halved: to at most ln 2 / 32.</summary>
    private const int Halvings = 4;

    /// <summary>Degree of the Taylor polynomial of (e^r - 1) / r: (ln 2 / 32)^15 / 16! is below 2^-126.</summary>
    private const int TaylorDegree = 14;

    /// <summary>From this degree on the Taylor terms stay below 2^-60 of the sum: double suffices.</summary>
    private const int TaylorDegreeInDouble = 8;

    /// <summary>1 / (n + 1)!, the factorial being exact in a double.</summary>
    private static readonly DoubleDouble[] TaylorCoefficients =
    [
        .. Enumerable
            .Range(0, TaylorDegree + 1)
            .Select(n => One / FromDouble(Enumerable.Range(1, n + 1).Aggregate(1.0, (product, i) => product * i))),
    ];

    /// <summary>The square root, by algorithm SQRTDWtoDW of Lefevre, Louvet, Muller, Picot and Rideau.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>
    /// The root with relative error at most 25/8 u^2; -0 for -0, NaN for negative numbers, infinity for infinity.
    /// </returns>
    /// <remarks>
    /// "Accurate calculation of Euclidean norms using double-word arithmetic", ACM Transactions on Mathematical Software 49(1), 2023.
    /// </remarks>
    public static DoubleDouble Sqrt(DoubleDouble x)
    {
        // Keeps the squared root's rounding error in the normal range.
        if (x.Hi is > 0 and < 1e-270)
            return Scaled(Sqrt(Scaled(x, 400)), -200);
        var sh = Math.Sqrt(x.Hi);
        var rho = Math.FusedMultiplyAdd(-sh, sh, x.Hi) + x.Lo;
        return Normalised(sh, rho / (2 * sh), sh);
    }

    /// <summary>e^x.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>e^x; 0 for -infinity, infinity on overflow, NaN for NaN.</returns>
    public static DoubleDouble Exp(DoubleDouble x)
    {
        if (!(x.Hi > LeastExponent && x.Hi < GreatestExponent))
            return FromDouble(Math.Exp(x.Hi));
        var (r, k) = ReduceByLn2(x);
        return Scaled(One + ReducedExpM1(r), k);
    }

    /// <summary>e^x - 1, without cancellation near 0.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>e^x - 1; x for signed zeros, -1 for -infinity, infinity on overflow, NaN for NaN.</returns>
    public static DoubleDouble ExpM1(DoubleDouble x)
    {
        // The next Taylor term, x / 2, is below u^2 / 16. Halving x could lose its last bits.
        if (Math.Abs(x.Hi) < 1e-33 || double.IsNaN(x.Hi))
            return x;
        if (x.Hi <= LeastExponent)
            return -One;
        if (x.Hi >= GreatestExponent)
            return FromDouble(double.PositiveInfinity);
        var (r, k) = ReduceByLn2(x);
        var p = ReducedExpM1(r);
        return k == 0 ? p : Scaled(One + p, k) - One;
    }

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>ln x; -infinity for zeros, NaN for negative numbers, infinity for infinity.</returns>
    /// <remarks>
    /// x = 2^k m with m between the roots of 1/2 and 2, ln m = y + ln(1 + d) where y is the logarithm in double and
    /// d = m e^-y - 1 is of the order u y: one Newton step, with full relative accuracy near 1.
    /// </remarks>
    public static DoubleDouble Log(DoubleDouble x)
    {
        if (!(x.Hi > 0 && x.Hi < double.PositiveInfinity))
            return FromDouble(Math.Log(x.Hi));
        var k = Math.ILogB(x.Hi);
        if (Math.ScaleB(x.Hi, -k) > 1.4142135623730951)
            k++;
        var m = Scaled(x, -k);
        var y = Math.Log(m.Hi);
        var d = m - One + m * ReducedExpM1(FromDouble(-y));
        // d^3 / 3 is below u^2 d.
        var lnM = FromDouble(y) + (d - FromDouble(0.5 * d.Hi * d.Hi));
        return FromDouble(k * Ln2First) + (FromDouble(k * Ln2Second) + (FromDouble(k * Ln2Third) + lnM));
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>tanh x, with tanh(-x) = -tanh x exactly; signed zeros for signed zeros, 1 and -1 at the infinities, NaN for NaN.</returns>
    /// <remarks>tanh |x| = -t / (2 + t) with t = e^(-2|x|) - 1: neither overflow nor cancellation.</remarks>
    public static DoubleDouble Tanh(DoubleDouble x)
    {
        if (x.Hi == 0)
            return x;
        var magnitude = Abs(x);
        var t = ExpM1(-(magnitude + magnitude));
        var tanh = -t / (FromDouble(2) + t);
        return double.IsNegative(x.Hi) ? -tanh : tanh;
    }

    /// <summary>x = k ln 2 + r with |r| at most about ln 2 / 2; r = x exactly where k = 0.</summary>
    private static (DoubleDouble R, int K) ReduceByLn2(DoubleDouble x)
    {
        var k = (int)Math.Round(x.Hi / Ln2First);
        var r = x - FromDouble(k * Ln2First) - FromDouble(k * Ln2Second) - FromDouble(k * Ln2Third);
        return (r, k);
    }

    /// <summary>e^r - 1 for |r| at most about ln 2 / 2: Taylor at r / 16, then e^2q - 1 = (e^q - 1)(2 + (e^q - 1)).</summary>
    private static DoubleDouble ReducedExpM1(DoubleDouble r)
    {
        var q = Scaled(r, -Halvings);
        double tail = 0;
        for (var n = TaylorDegree; n >= TaylorDegreeInDouble; n--)
            tail = tail * q.Hi + TaylorCoefficients[n].Hi;
        var series = FromDouble(tail);
        for (var n = TaylorDegreeInDouble - 1; n >= 0; n--)
            series = series * q + TaylorCoefficients[n];
        var p = q * series;
        for (var i = 0; i < Halvings; i++)
            p = p + p + p * p;
        return p;
    }

    /// <summary>2^k x, exact unless it leaves the normal range.</summary>
    private static DoubleDouble Scaled(DoubleDouble x, int k)
    {
        var hi = Math.ScaleB(x.Hi, k);
        return double.IsFinite(hi) ? new(hi, Math.ScaleB(x.Lo, k)) : new(hi, 0);
    }
}
