using System.Numerics;
using Compare.Oracles.Functions;
using Compare.Problems;

namespace Compare.Tests.Checks.Own;

/// <summary>
/// An example of somebody's function: f(W, b) = 1/2 sum over images of |tanh(W x + b) - t|^2 + lambda/2 |W|^2 for three images, written
/// over the number type, and its gradient derived by hand.
/// </summary>
internal sealed class Ridge : IScalarFunction
{
    public const int Outputs = 4;
    public const int Inputs = 3;
    private const double Lambda = 0.125;

    private static readonly double[][] X =
    [
        [0.5, -1, 0.25],
        [1.5, 0.75, -0.5],
        [-0.25, 0.5, 1],
    ];
    private static readonly double[][] T =
    [
        [0.5, 0, -0.5, 0.25],
        [0.75, -0.25, 0, 0.5],
        [-0.5, 0.25, 0.5, 0],
    ];

    public static IReadOnlyList<NamedArray> Arguments { get; } =
    [
        new("W", Outputs, Inputs, [0.3, -0.2, 0.5, 0.1, 0.7, -0.4, -0.6, 0.2, 0.9, -0.8, 0.4, 0.15]),
        new("b", 1, Outputs, [0.1, -0.3, 0.2, 0.45]),
    ];

    public TNumber Value<TNumber>(IReadOnlyList<TNumber[]> arguments)
        where TNumber : unmanaged,
            INumber<TNumber>,
            IRootFunctions<TNumber>,
            IExponentialFunctions<TNumber>,
            ILogarithmicFunctions<TNumber>,
            IHyperbolicFunctions<TNumber>
    {
        var (w, b) = (arguments[0], arguments[1]);
        var sum = TNumber.Zero;
        for (var n = 0; n < X.Length; n++)
        for (var i = 0; i < Outputs; i++)
        {
            var a = b[i];
            for (var j = 0; j < Inputs; j++)
                a += w[i * Inputs + j] * TNumber.CreateChecked(X[n][j]);
            var r = TNumber.Tanh(a) - TNumber.CreateChecked(T[n][i]);
            sum += r * r;
        }
        foreach (var weight in w)
            sum += TNumber.CreateChecked(Lambda) * weight * weight;
        return sum / TNumber.CreateChecked(2);
    }

    /// <summary>The gradient by hand, right.</summary>
    public static double[][] Gradient(double[][] arguments) => Gradient(arguments, Lambda);

    /// <summary>The gradient with another penalty.</summary>
    public static double[][] Gradient(double[][] arguments, double lambda)
    {
        var (w, b) = (arguments[0], arguments[1]);
        var dW = w.Select(weight => lambda * weight).ToArray();
        var dB = new double[Outputs];
        for (var n = 0; n < X.Length; n++)
        for (var i = 0; i < Outputs; i++)
        {
            var a = b[i];
            for (var j = 0; j < Inputs; j++)
                a += w[i * Inputs + j] * X[n][j];
            var z = Math.Tanh(a);
            var dA = (z - T[n][i]) * (1 - z * z);
            dB[i] += dA;
            for (var j = 0; j < Inputs; j++)
                dW[i * Inputs + j] += dA * X[n][j];
        }
        return [dW, dB];
    }
}
