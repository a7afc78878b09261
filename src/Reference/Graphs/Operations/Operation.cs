using System.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>One step of a graph: how it computes an array from others, and the hand-derived rule that takes the gradient back.</summary>
/// <remarks>
/// Independent of the arithmetic. An operation is one record in one file, with one section G line for each rule. Operands of elementwise
/// operations have one shape: <see cref="Broadcast"/> stands before them where shapes differ.
/// </remarks>
public abstract record Operation
{
    /// <summary>What it does, for example <c>multiply</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The line of derivation.md that takes the gradient back, for example <c>G.6</c>.</summary>
    /// <param name="operand">The number of the operand.</param>
    /// <returns>The number of the line.</returns>
    public abstract string Equation(int operand);

    /// <summary>The expression that it stands for, in C#.</summary>
    /// <param name="operands">Those of its operands, in parentheses where they need any.</param>
    /// <returns>Text of one line.</returns>
    public virtual string Write(IReadOnlyList<string> operands) =>
        $"{operands[0]}.{char.ToUpperInvariant(Name[0])}{Name[1..]}({string.Join(", ", operands.Skip(1))})";

    /// <summary>Whether the expression needs parentheses when a method is called on it.</summary>
    public virtual bool IsInfix => false;

    /// <summary>Whether nobody writes it: it stands where shapes differ.</summary>
    public virtual bool IsImplicit => false;

    /// <summary>By which size it divides.</summary>
    /// <param name="operands">The shapes of the operands.</param>
    /// <returns>The size; null for an operation that divides by none.</returns>
    public virtual int? DivisorOf(IReadOnlyList<Shape> operands) => null;

    /// <summary>Whose values multiply the gradient on its way back to an operand.</summary>
    /// <param name="operand">The number of the operand.</param>
    /// <returns>The number of an operand; null where it is no product.</returns>
    public virtual int? FactorOf(int operand) => null;

    /// <summary>What people take for its backward rule.</summary>
    public virtual IReadOnlyList<Slip> Slips => [];

    /// <summary>The shape of the result.</summary>
    /// <param name="operands">Those of the operands.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentException">The operation does not take such operands.</exception>
    public abstract Shape ShapeOf(IReadOnlyList<Shape> operands);

    /// <summary>Computes.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="x">The operands; not changed.</param>
    /// <returns>The result; may share elements with an operand.</returns>
    public abstract NdArray<T> Forward<T>(IReadOnlyList<NdArray<T>> x)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;

    /// <summary>Takes the gradient back to one operand.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="operand">The number of the operand.</param>
    /// <param name="x">The operands; not changed.</param>
    /// <param name="y">The result; not changed.</param>
    /// <param name="dy">The gradient by the result; not changed.</param>
    /// <returns>What the result contributes to the gradient by the operand, in the operand's shape; may share elements with dy.</returns>
    public abstract NdArray<T> Backward<T>(int operand, IReadOnlyList<NdArray<T>> x, NdArray<T> y, NdArray<T> dy)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;

    /// <summary>Takes the gradient back to one operand as a program with a slip does.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="slip">One of <see cref="Slips"/>.</param>
    /// <param name="operand">The number of the operand.</param>
    /// <param name="x">The operands; not changed.</param>
    /// <param name="y">The result; not changed.</param>
    /// <param name="dy">The gradient by the result; not changed.</param>
    /// <returns>The contribution; null where the slip has nothing to do with this operand or its shape.</returns>
    public virtual NdArray<T>? Slipped<T>(
        Slip slip,
        int operand,
        IReadOnlyList<NdArray<T>> x,
        NdArray<T> y,
        NdArray<T> dy
    )
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T> => null;
}
