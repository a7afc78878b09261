namespace Compare.Reference.Activations;

/// <summary>s(a) = a: the autoencoder becomes linear.</summary>
public readonly record struct Identity : IActivationFunction
{
    /// <inheritdoc/>
    public static double? Slope => 1;

    /// <inheritdoc/>
    T IActivationFunction.Value<T>(T a) => a; // (A.12)

    /// <inheritdoc/>
    T IActivationFunction.Derivative<T>(T a, T z) => T.One; // (A.13)
}
