using System.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>The derivative of one activation in the place of another's.</summary>
internal abstract class OtherDerivative
{
    private static readonly OtherDerivative[] All =
    [
        new Of<Rectifier>(),
        new Of<LogisticSigmoid>(),
        new Of<HyperbolicTangent>(),
    ];

    private OtherDerivative(string name)
    {
        Name = name;
        AtArgument = new(
            $"derivative-of-{name}",
            $"the derivative is that of {name}",
            "take that of the function itself"
        );
        OfResult = new(
            $"derivative-formula-of-{name}",
            $"the derivative is {name}'s formula in terms of the result",
            "take that of the function itself"
        );
    }

    /// <summary>The name of the activation.</summary>
    public string Name { get; }

    /// <summary>Its derivative at the argument.</summary>
    public Slip AtArgument { get; }

    /// <summary>Its derivative's formula in terms of the result, given the result of the right function.</summary>
    public Slip OfResult { get; }

    /// <summary>Those of the other activations.</summary>
    /// <param name="name">The name of the right one.</param>
    /// <returns>One for each.</returns>
    public static IReadOnlyList<OtherDerivative> BesidesThatOf(string name) =>
        [.. All.Where(other => other.Name != name)];

    /// <summary>The wrong gradient by the argument.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="slip">Which of the two.</param>
    /// <param name="x">The argument.</param>
    /// <param name="y">The result of the right function.</param>
    /// <param name="dy">The gradient by it.</param>
    /// <returns>The wrong gradient.</returns>
    public abstract T Back<T>(Slip slip, T x, T y, T dy)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>;

    private sealed class Of<TRule>() : OtherDerivative(TRule.Name)
        where TRule : struct, IUnaryRule
    {
        public override T Back<T>(Slip slip, T x, T y, T dy) =>
            TRule.Back(x, slip == AtArgument ? TRule.Value(x) : y, dy);
    }
}
