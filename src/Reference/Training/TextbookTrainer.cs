using System.Numerics;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Training;

/// <summary>Training step by step as derivation.md has it: every intermediate matrix in full, then the update.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="model">The model; its parameters are overwritten.</param>
/// <param name="rule">The update rule.</param>
public sealed class TextbookTrainer<T>(IModel<T> model, Optimizer rule) : ITrainer<T>
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private readonly TensorState<T>[] _states =
    [
        .. model.Parameters.Select((p, i) => rule.CreateState<T>(p.Values.Elements.Length, tensor: i + 1)),
    ];

    /// <summary>The model with the present parameters.</summary>
    public IModel<T> Model => model;

    /// <summary>The optimizer's state, one per parameter; writable.</summary>
    public IReadOnlyList<TensorState<T>> States => _states;

    /// <inheritdoc/>
    public T Step(Matrix<T> images, ReadOnlySpan<int> labels, ReadOnlySpan<int> rows)
    {
        var (batch, ofBatch) = rows.IsEmpty ? (images, labels.ToArray()) : Gather(images, labels, rows);
        var gradient = model.LossGradient(batch, ofBatch);
        Update(gradient.Gradients);
        return gradient.Forward.Loss;
    }

    /// <summary>The update alone.</summary>
    /// <param name="gradients">One per parameter, in the model's order and shapes.</param>
    public void Update(IReadOnlyList<Matrix<T>> gradients)
    {
        for (var p = 0; p < _states.Length; p++)
            rule.Update(model.Parameters[p].Values.Elements, gradients[p].Elements, _states[p]);
    }

    /// <inheritdoc/>
    public Score Evaluate(Matrix<T> images, ReadOnlySpan<int> labels)
    {
        var loss = double.CreateChecked(model.Loss(images, labels).Loss);
        var correct = 0;
        if (!labels.IsEmpty)
        {
            var outputs = model.Outputs(images);
            for (var i = 0; i < labels.Length; i++)
                correct += Largest<T>(outputs.Row(i)) == labels[i] ? 1 : 0;
        }
        return new Score(loss, correct);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> CopyParameters() =>
        [.. model.Parameters.Select(p => new Parameter<T>(p.Name, p.Values.Copy()))];

    /// <summary>Where the largest element is; the first of equals, and the first NaN before any number.</summary>
    internal static int Largest<TElement>(ReadOnlySpan<TElement> elements)
        where TElement : INumber<TElement>
    {
        var largest = 0;
        for (var j = 1; j < elements.Length; j++)
            if (!TElement.IsNaN(elements[largest]) && !(elements[j] <= elements[largest]))
                largest = j;
        return largest;
    }

    private static (Matrix<T> X, int[] Labels) Gather(
        Matrix<T> images,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<int> rows
    )
    {
        var x = new Matrix<T>(rows.Length, images.Columns);
        var ofBatch = new int[labels.IsEmpty ? 0 : rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            images.Row(rows[i]).CopyTo(x.Row(i));
            if (ofBatch.Length > 0)
                ofBatch[i] = labels[rows[i]];
        }
        return (x, ofBatch);
    }
}
