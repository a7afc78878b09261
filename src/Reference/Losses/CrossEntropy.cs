using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Losses;

/// <summary><see cref="SoftmaxCrossEntropy"/> of a batch of logits.</summary>
internal sealed class CrossEntropy() : LossFunction("cross-entropy", takesClasses: true)
{
    /// <inheritdoc/>
    public override T Value<T>(Matrix<T> outputs, Matrix<T> targets, ReadOnlySpan<int> labels) =>
        SoftmaxCrossEntropy.Loss(LogProbabilities(outputs), labels);

    /// <inheritdoc/>
    public override (T Loss, Matrix<T> Gradient) Differentiate<T>(
        Matrix<T> outputs,
        Matrix<T> targets,
        ReadOnlySpan<int> labels
    )
    {
        var logProbabilities = LogProbabilities(outputs);
        return (
            SoftmaxCrossEntropy.Loss(logProbabilities, labels),
            SoftmaxCrossEntropy.Gradient(logProbabilities, labels)
        );
    }

    /// <inheritdoc/>
    internal override OutputLoss<T> ByImage<T>() => new CrossEntropyOutput<T>();

    private static Matrix<T> LogProbabilities<T>(Matrix<T> logits)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>
    {
        var logProbabilities = new Matrix<T>(logits.Rows, logits.Columns);
        for (var i = 0; i < logits.Rows; i++)
            SoftmaxCrossEntropy.LogSoftmax<T>(logits.Row(i), logProbabilities.Row(i));
        return logProbabilities;
    }
}
