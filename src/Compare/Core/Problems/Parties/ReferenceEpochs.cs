using System.Numerics;
using System.Runtime.CompilerServices;
using Compare.Reference.Numerics;
using Compare.Reference.Training;

namespace Compare.Problems.Parties;

/// <summary>A training run of the from-scratch side at full speed.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="trainer">The run.</param>
/// <param name="images">Training images.</param>
internal sealed class ReferenceEpochs<T>(ITrainer<T> trainer, Batch images) : IEpochTraining
    where T : unmanaged, INumber<T>
{
    /// <summary>Images of runs that go on side by side are converted once.</summary>
    private static readonly ConditionalWeakTable<Batch, Matrix<T>> Converted = [];

    /// <inheritdoc/>
    public double[] Train(ReadOnlySpan<int> rows, int batch)
    {
        var x = Matrix(images);
        var losses = new double[(rows.Length + batch - 1) / batch];
        for (var update = 0; update < losses.Length; update++)
        {
            var ofBatch = rows[(update * batch)..];
            losses[update] = double.CreateChecked(
                trainer.Step(x, images.Labels, ofBatch.Length > batch ? ofBatch[..batch] : ofBatch)
            );
        }
        return losses;
    }

    /// <inheritdoc/>
    public Score Evaluate(Batch images) => trainer.Evaluate(Matrix(images), images.Labels);

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> CopyParameters() =>
        [
            .. trainer
                .CopyParameters()
                .Select(p => new NamedArray(p.Name, p.Values.Rows, p.Values.Columns, p.Values.ToDoubles())),
        ];

    /// <inheritdoc/>
    public void Dispose() { }

    private static Matrix<T> Matrix(Batch images) =>
        Converted.GetValue(images, arrays => Matrix<T>.From(arrays.X, arrays.Count, arrays.Inputs));
}
