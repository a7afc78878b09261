using System.Numerics;

namespace Compare.Oracles.Functions;

/// <summary>A scalar function of arrays, written once over the number type, so that it can be differentiated exactly.</summary>
/// <remarks>
/// It is evaluated on the thread that asks, and keeps no number for another evaluation: what it does is noted number by number, up to 30
/// million operations. A function of large arrays is better given as a graph.
/// </remarks>
public interface IScalarFunction
{
    /// <summary>Evaluates the function.</summary>
    /// <typeparam name="T">The number type; use its operators and <c>T.Exp</c>, <c>T.Sqrt</c> and the like, no <c>Math</c>.</typeparam>
    /// <param name="arguments">One array per argument, row after row; not to be changed.</param>
    /// <returns>The value.</returns>
    T Value<T>(IReadOnlyList<T[]> arguments)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;
}
