using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>y = 1 / (1 + exp(-x)), without overflow.</summary>
internal readonly struct LogisticSigmoid : IUnaryRule
{
    /// <inheritdoc/>
    public static string Name => "sigmoid";

    /// <inheritdoc/>
    public static string Equation => "G.16";

    /// <inheritdoc/>
    public static bool IsActivation => true;

    /// <inheritdoc/>
    static T IUnaryRule.Value<T>(T x) => Of(x);

    /// <inheritdoc/>
    static T IUnaryRule.Back<T>(T x, T y, T dy) => y * (T.One - y) * dy; // (G.16)

    /// <summary>The function itself.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="x">The argument.</param>
    /// <returns>In (0, 1).</returns>
    public static T Of<T>(T x)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>
    {
        var e = T.Exp(-T.Abs(x));
        return Sign.Choose(x, e, T.One) / (T.One + e); // (G.15)
    }

    /// <inheritdoc/>
    public static IReadOnlyList<Slip> Slips { get; } =
    [
        new Slip("factor-missing", "its derivative is 1 - y, the factor y being forgotten", "take y (1 - y)"),
        new Slip("complement-missing", "its derivative is y, the factor 1 - y being forgotten", "take y (1 - y)"),
    ];

    /// <inheritdoc/>
    static T IUnaryRule.Slipped<T>(int slip, T x, T y, T dy) => slip == 0 ? (T.One - y) * dy : y * dy;
}
