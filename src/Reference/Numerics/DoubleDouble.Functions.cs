namespace Compare.Reference.Numerics;

public readonly partial struct DoubleDouble
{
    /// <inheritdoc/>
    public static DoubleDouble Sqrt(DoubleDouble x) => throw new NotSupportedException();

    /// <inheritdoc/>
    public static DoubleDouble Exp(DoubleDouble x) => throw new NotSupportedException();

    /// <inheritdoc/>
    public static DoubleDouble Log(DoubleDouble x) => throw new NotSupportedException();

    /// <inheritdoc/>
    public static DoubleDouble Tanh(DoubleDouble x) => throw new NotSupportedException();
}
