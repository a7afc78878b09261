using System.Numerics;

namespace Compare.Reference.Losses;

/// <summary>Softmax cross-entropy, with the bits of the textbook form.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class CrossEntropyOutput<T> : OutputLoss<T>
    where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>
{
    /// <inheritdoc/>
    public override int Divisor(int batch) => batch;

    /// <inheritdoc/>
    public override T Differentiate(Span<T> output, ReadOnlySpan<T> target, int label, T batch)
    {
        SoftmaxCrossEntropy.LogSoftmax<T>(output, output);
        var term = -output[label];
        SoftmaxCrossEntropy.Gradient(output, label, batch, output);
        return term;
    }
}
