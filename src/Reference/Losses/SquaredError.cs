using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Losses;

/// <summary>Half the squared error, mean over the batch, in the lines (A.4) to (A.6).</summary>
internal sealed class SquaredError() : LossFunction("squared-error", takesClasses: false)
{
    /// <inheritdoc/>
    public override T Value<T>(Matrix<T> outputs, Matrix<T> targets, ReadOnlySpan<int> labels)
    {
        var r = Residuals(outputs, targets);
        return Half(r);
    }

    /// <inheritdoc/>
    public override (T Loss, Matrix<T> Gradient) Differentiate<T>(
        Matrix<T> outputs,
        Matrix<T> targets,
        ReadOnlySpan<int> labels
    )
    {
        var r = Residuals(outputs, targets);
        var loss = Half(r);
        var batch = T.CreateChecked(r.Rows);
        foreach (ref var element in r.Elements)
            element /= batch; // (A.6)
        return (loss, r);
    }

    /// <inheritdoc/>
    internal override OutputLoss<T> ByImage<T>() => new SquaredErrorOutput<T>();

    private static T Half<T>(Matrix<T> r)
        where T : unmanaged, INumber<T> => InnerProduct.Of<T>(r.Elements, r.Elements) / T.CreateChecked(2 * r.Rows); // (A.5)

    private static Matrix<T> Residuals<T>(Matrix<T> outputs, Matrix<T> targets)
        where T : unmanaged, INumber<T>
    {
        if (targets.Rows != outputs.Rows || targets.Columns != outputs.Columns)
            throw new ArgumentException(
                $"The outputs are {outputs.Rows} x {outputs.Columns}, the targets {targets.Rows} x {targets.Columns}.",
                nameof(targets)
            );
        var r = new Matrix<T>(outputs.Rows, outputs.Columns);
        for (var i = 0; i < r.Elements.Length; i++)
            r.Elements[i] = outputs.Elements[i] - targets.Elements[i]; // (A.4)
        return r;
    }
}
