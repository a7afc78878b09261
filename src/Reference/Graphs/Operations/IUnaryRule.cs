using System.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>A function of one number, applied element by element.</summary>
public interface IUnaryRule
{
    /// <summary>Its name, for example <c>tanh</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Its operator in C#, which stands before the operand; null for a function.</summary>
    static virtual string? Operator => null;

    /// <summary>The line of derivation.md with its backward rule.</summary>
    static abstract string Equation { get; }

    /// <summary>y = f(x).</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="x">The argument.</param>
    /// <returns>The value.</returns>
    static abstract T Value<T>(T x)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;

    /// <summary>dx = f'(x) dy.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="x">The argument.</param>
    /// <param name="y">f(x).</param>
    /// <param name="dy">The gradient by y.</param>
    /// <returns>The gradient by x.</returns>
    static abstract T Back<T>(T x, T y, T dy)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;

    /// <summary>Whether it is used between the layers of networks, so that people take its derivative for that of another such function.</summary>
    static virtual bool IsActivation => false;

    /// <summary>What people take for its derivative, beside nothing at all and the square of it.</summary>
    static virtual IReadOnlyList<Slip> Slips => [];

    /// <summary>dx as a program with a slip has it.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="slip">The number of one of <see cref="Slips"/>.</param>
    /// <param name="x">The argument.</param>
    /// <param name="y">f(x).</param>
    /// <param name="dy">The gradient by y.</param>
    /// <returns>The wrong gradient by x.</returns>
    static virtual T Slipped<T>(int slip, T x, T y, T dy)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T> => dy;
}
