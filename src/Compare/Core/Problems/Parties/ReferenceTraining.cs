using System.Numerics;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;
using Compare.Reference.Training;

namespace Compare.Problems.Parties;

/// <summary>A training run of the from-scratch side in any arithmetic: the textbook's steps, with state that can be read and overwritten.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="trainer">The run in its own arithmetic.</param>
internal sealed class ReferenceTraining<T>(TextbookTrainer<T> trainer) : ITraining
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private readonly IModel<T> _model = trainer.Model;
    private readonly IReadOnlyList<TensorState<T>> _states = trainer.States;

    /// <summary>The parameters in the run's own arithmetic.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => _model.Parameters;

    /// <summary>The optimizer's state in the run's own arithmetic, one per parameter.</summary>
    public IReadOnlyList<TensorState<T>> States => _states;

    /// <inheritdoc/>
    public GradientTrace Gradient(Batch batch)
    {
        var gradient = Evaluate(batch);
        return new GradientTrace(
            double.CreateChecked(gradient.Forward.Loss),
            [.. gradient.Gradients.Select((d, p) => Tensor($"d{_model.Parameters[p].Name}", d))]
        );
    }

    /// <inheritdoc/>
    public void Update(IReadOnlyList<NamedArray> gradients) =>
        Update([.. gradients.Select(g => Matrix<T>.From(g.Values, g.Rows, g.Columns))]);

    /// <inheritdoc/>
    public double Step(Batch batch) => double.CreateChecked(trainer.Step(Images(batch), batch.Labels, []));

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> CopyParameters() => [.. _model.Parameters.Select(p => Tensor(p.Name, p.Values))];

    /// <inheritdoc/>
    public TrainingState Save() =>
        new(
            _states[0].Updates,
            CopyParameters(),
            [
                .. _model.Parameters.Select(
                    (p, i) =>
                        (IReadOnlyList<NamedArray>)
                            [
                                .. _states[i]
                                    .Slots.Select(slot => new NamedArray(
                                        slot,
                                        p.Values.Rows,
                                        p.Values.Columns,
                                        _states[i].ToDoubles(slot)
                                    )),
                            ]
                ),
            ]
        );

    /// <inheritdoc/>
    public void Load(TrainingState state)
    {
        for (var p = 0; p < _states.Count; p++)
        {
            var elements = _model.Parameters[p].Values.Elements;
            for (var i = 0; i < elements.Length; i++)
                elements[i] = T.CreateChecked(state.Parameters[p].Values[i]);
            foreach (var slot in state.Slots[p])
                _states[p].Load(slot.Name, slot.Values);
            _states[p].Updates = state.Updates;
        }
    }

    /// <inheritdoc/>
    public double[] Outputs(Batch batch) => _model.Outputs(Images(batch)).ToDoubles();

    /// <inheritdoc/>
    public void Dispose() { }

    private LossGradient<T> Evaluate(Batch batch) => _model.LossGradient(Images(batch), batch.Labels);

    private static Matrix<T> Images(Batch batch) => Matrix<T>.From(batch.X, batch.Count, batch.Inputs);

    /// <summary>Makes one update from gradients in the run's own arithmetic.</summary>
    /// <param name="gradients">One per parameter.</param>
    public void Update(IReadOnlyList<Matrix<T>> gradients) => trainer.Update(gradients);

    private static NamedArray Tensor(string name, Matrix<T> matrix) =>
        new(name, matrix.Rows, matrix.Columns, matrix.ToDoubles());
}
