using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Losses;

/// <summary>Softmax followed by the negative log likelihood of the label, mean over the batch, in the form that cannot overflow.</summary>
public static class SoftmaxCrossEntropy
{
    /// <summary>Up to how many classes the memory for an image is on the stack.</summary>
    private const int OnStack = 64;

    /// <summary>Logarithms of the probabilities of one image.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="logits">a, shape (c), c at least 1.</param>
    /// <param name="logProbabilities">log p, shape (c); overwritten.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero.</exception>
    /// <remarks>The largest logit is subtracted first, so every exponential is at most 1. NaN propagates to all of them.</remarks>
    public static void LogSoftmax<T>(ReadOnlySpan<T> logits, Span<T> logProbabilities)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>
    {
        if (logits.Length == 0 || logits.Length != logProbabilities.Length)
            throw new ArgumentException(
                $"There are {logits.Length} logits and {logProbabilities.Length} places for their probabilities.",
                nameof(logProbabilities)
            );
        var m = logits[0];
        foreach (var a in logits[1..])
            m = T.Max(m, a); // (C.3)
        var exponentials = logits.Length <= OnStack ? stackalloc T[logits.Length] : new T[logits.Length];
        var ones = logits.Length <= OnStack ? stackalloc T[logits.Length] : new T[logits.Length];
        for (var j = 0; j < logits.Length; j++)
            (exponentials[j], ones[j]) = (T.Exp(logits[j] - m), T.One);
        var g = T.Log(InnerProduct.Of<T>(exponentials, ones)); // (C.4)
        for (var j = 0; j < logits.Length; j++)
            logProbabilities[j] = InnerProduct.Of<T>([m, g], [-T.One, -T.One], logits[j]); // (C.5)
    }

    /// <summary>The mean loss of a batch.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="logProbabilities">log p, shape (B x c).</param>
    /// <param name="labels">The right class of each image, shape (B), each from 0 to c - 1.</param>
    /// <returns>The loss, in nats.</returns>
    /// <exception cref="ArgumentException">The number of labels is not B, or a label is no class.</exception>
    public static T Loss<T>(Matrix<T> logProbabilities, ReadOnlySpan<int> labels)
        where T : unmanaged, INumber<T>
    {
        CheckLabels(logProbabilities.Rows, logProbabilities.Columns, labels);
        var terms = new T[labels.Length];
        var ones = new T[labels.Length];
        for (var i = 0; i < terms.Length; i++)
            (terms[i], ones[i]) = (-logProbabilities[i, labels[i]], T.One);
        return InnerProduct.Of<T>(terms, ones) / T.CreateChecked(labels.Length); // (C.6)
    }

    /// <summary>The gradient of the mean loss by the logits.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="logProbabilities">log p, shape (B x c).</param>
    /// <param name="labels">The right class of each image, shape (B), each from 0 to c - 1.</param>
    /// <returns>dA, shape (B x c).</returns>
    /// <exception cref="ArgumentException">The number of labels is not B, or a label is no class.</exception>
    public static Matrix<T> Gradient<T>(Matrix<T> logProbabilities, ReadOnlySpan<int> labels)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>
    {
        CheckLabels(logProbabilities.Rows, logProbabilities.Columns, labels);
        var dA = new Matrix<T>(logProbabilities.Rows, logProbabilities.Columns);
        var batch = T.CreateChecked(labels.Length);
        for (var i = 0; i < dA.Rows; i++)
            Gradient(logProbabilities.Row(i), labels[i], batch, dA.Row(i));
        return dA;
    }

    /// <summary>One row of the gradient.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="logProbabilities">log p of one image, shape (c).</param>
    /// <param name="label">Its right class, from 0 to c - 1.</param>
    /// <param name="batch">B.</param>
    /// <param name="dA">Shape (c); overwritten. May be <paramref name="logProbabilities"/>.</param>
    internal static void Gradient<T>(ReadOnlySpan<T> logProbabilities, int label, T batch, Span<T> dA)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>
    {
        for (var j = 0; j < dA.Length; j++)
        {
            var p = T.Exp(logProbabilities[j]);
            dA[j] = (j == label ? p - T.One : p) / batch; // (C.7)
        }
    }

    /// <summary>Refuses labels that are not one class for each image.</summary>
    internal static void CheckLabels(int images, int classes, ReadOnlySpan<int> labels)
    {
        if (labels.Length != images)
            throw new ArgumentException($"There are {labels.Length} labels for {images} images.", nameof(labels));
        foreach (var label in labels)
            if (label < 0 || label >= classes)
                throw new ArgumentException(
                    $"Label {label} is none of the {classes} classes, numbered from 0.",
                    nameof(labels)
                );
    }
}
