using System.Numerics;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Problems.Parties;

/// <summary>A training run of the from-scratch side in any arithmetic.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class ReferenceTraining<T> : ITraining
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private readonly IModel<T> _model;
    private readonly Optimizer _rule;
    private readonly TensorState<T>[] _states;

    /// <summary>Begins a run.</summary>
    /// <param name="model">The model; its parameters are overwritten by the updates.</param>
    /// <param name="rule">The update rule.</param>
    public ReferenceTraining(IModel<T> model, Optimizer rule)
    {
        _model = model;
        _rule = rule;
        _states = [.. model.Parameters.Select((p, i) => rule.CreateState<T>(p.Values.Elements.Length, tensor: i + 1))];
    }

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
    public double Step(Batch batch)
    {
        var gradient = Evaluate(batch);
        Update(gradient.Gradients);
        return double.CreateChecked(gradient.Forward.Loss);
    }

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
        for (var p = 0; p < _states.Length; p++)
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

    private static Matrix<T> Images(Batch batch) => Matrix<T>.From(batch.X, batch.Count, batch.X.Length / batch.Count);

    /// <summary>Makes one update from gradients in the run's own arithmetic.</summary>
    /// <param name="gradients">One per parameter.</param>
    public void Update(IReadOnlyList<Matrix<T>> gradients)
    {
        for (var p = 0; p < _states.Length; p++)
            _rule.Update(_model.Parameters[p].Values.Elements, gradients[p].Elements, _states[p]);
    }

    private static NamedArray Tensor(string name, Matrix<T> matrix) =>
        new(name, matrix.Rows, matrix.Columns, matrix.ToDoubles());
}
