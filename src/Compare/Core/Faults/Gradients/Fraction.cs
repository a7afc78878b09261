namespace Compare.Faults.Gradients;

/// <summary>A constant factor as a ratio of whole numbers in lowest terms, so that factors that cancel are seen to cancel.</summary>
internal readonly record struct Fraction
{
    private Fraction(long numerator, long denominator)
    {
        var divisor = Divisor(Math.Abs(numerator), denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    /// <summary>1.</summary>
    public static Fraction One { get; } = new(1, 1);

    /// <summary>The upper number; carries the sign.</summary>
    public long Numerator { get; }

    /// <summary>The lower number, at least 1.</summary>
    public long Denominator { get; }

    /// <summary>The nearest double.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>Makes a fraction.</summary>
    /// <param name="numerator">Any whole number but zero.</param>
    /// <param name="denominator">At least 1.</param>
    /// <returns>The fraction in lowest terms.</returns>
    public static Fraction Of(long numerator, long denominator = 1) => new(numerator, denominator);

    /// <summary>The product.</summary>
    public static Fraction operator *(Fraction x, Fraction y) =>
        new(checked(x.Numerator * y.Numerator), checked(x.Denominator * y.Denominator));

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);
}
