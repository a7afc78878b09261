using System.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>A function of two numbers, applied element by element.</summary>
public interface IBinaryRule
{
    /// <summary>Its name, for example <c>multiply</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Its operator in C#, for example <c>*</c>; null for a function.</summary>
    static abstract string? Operator { get; }

    /// <summary>The lines of derivation.md with its backward rules, that of the first operand and that of the second.</summary>
    static abstract (string First, string Second) Equations { get; }

    /// <summary>y = f(a, b).</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second.</param>
    /// <returns>The value.</returns>
    static abstract T Value<T>(T a, T b)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;

    /// <summary>What y contributes to the gradient by a.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second.</param>
    /// <param name="y">f(a, b).</param>
    /// <param name="dy">The gradient by y.</param>
    /// <returns>The contribution.</returns>
    static abstract T First<T>(T a, T b, T y, T dy)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;

    /// <summary>What y contributes to the gradient by b.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second.</param>
    /// <param name="y">f(a, b).</param>
    /// <param name="dy">The gradient by y.</param>
    /// <returns>The contribution.</returns>
    static abstract T Second<T>(T a, T b, T y, T dy)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;

    /// <summary>What people take for its backward rules.</summary>
    static virtual IReadOnlyList<Slip> Slips => [];

    /// <summary>The contribution to one operand as a program with a slip has it.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="slip">The number of one of <see cref="Slips"/>.</param>
    /// <param name="isFirst">Whether to the first operand.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second.</param>
    /// <param name="y">f(a, b).</param>
    /// <param name="dy">The gradient by y.</param>
    /// <returns>The wrong contribution.</returns>
    static virtual T Slipped<T>(int slip, bool isFirst, T a, T b, T y, T dy)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T> => dy;
}
