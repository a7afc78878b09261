using System.Numerics;

namespace Compare.Reference.Losses;

/// <summary>How a model's outputs become a loss and its gradient, image by image.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal abstract class OutputLoss<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>One image's term of the loss, and its row of the gradient.</summary>
    /// <param name="output">On entry the outputs, on return the gradient of the mean loss by them, shape (n).</param>
    /// <param name="target">What the outputs should be, shape (n); not read by a loss that takes classes.</param>
    /// <param name="label">The right class; not read by a loss that takes numbers.</param>
    /// <param name="batch">B.</param>
    /// <returns>The term, before the division by <see cref="Divisor"/>.</returns>
    public abstract T Differentiate(Span<T> output, ReadOnlySpan<T> target, int label, T batch);

    /// <summary>What the sum of the terms is divided by.</summary>
    /// <param name="batch">B.</param>
    /// <returns>B, or a multiple of it.</returns>
    public abstract int Divisor(int batch);
}
