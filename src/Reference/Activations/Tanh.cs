namespace Compare.Reference.Activations;

/// <summary>s(a) = tanh a.</summary>
public readonly record struct Tanh : IActivationFunction
{
    /// <inheritdoc/>
    public static bool IsKnownByItsCode => true;

    /// <inheritdoc/>
    T IActivationFunction.Value<T>(T a) => T.Tanh(a); // (A.20)

    /// <inheritdoc/>
    T IActivationFunction.Derivative<T>(T a, T z) => T.One - z * z; // (A.21)
}
