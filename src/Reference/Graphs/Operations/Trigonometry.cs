using System.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>Sine and cosine in any arithmetic: reduced to an eighth of a turn, then Taylor's series.</summary>
internal static class Trigonometry
{
    /// <summary>Terms after which nothing shows at an eighth of a turn, with 32 digits.</summary>
    private const int Terms = 16;

    /// <summary>The sine of an angle and a number of quarter turns.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="x">The angle in radians; digits are lost in proportion to its size.</param>
    /// <param name="quarters">0 for the sine, 1 for the cosine.</param>
    /// <returns>In [-1, 1].</returns>
    public static T Sine<T>(T x, int quarters)
        where T : unmanaged, INumber<T>, IRootFunctions<T>, IExponentialFunctions<T>
    {
        if (!T.IsFinite(x))
            return x - x;
        var quarter = T.Pi / T.CreateChecked(2);
        var turns = Math.Round(double.CreateChecked(x) / (Math.PI / 2));
        var rest = x - T.CreateChecked(turns) * quarter;
        return (int)((((long)turns + quarters) % 4 + 4) % 4) switch
        {
            0 => Series(rest, rest, 1),
            1 => Series(T.One, rest, 0),
            2 => -Series(rest, rest, 1),
            _ => -Series(T.One, rest, 0),
        };
    }

    /// <summary>first - first r^2 / ((k + 1) (k + 2)) + ...</summary>
    private static T Series<T>(T first, T r, int k)
        where T : unmanaged, INumber<T>
    {
        var square = r * r;
        T term = first,
            sum = first;
        for (var n = 0; n < Terms; n++, k += 2)
        {
            term *= -square / T.CreateChecked((k + 1) * (k + 2));
            sum += term;
        }
        return sum;
    }
}
