using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Torch.Models;
using Compare.Torch.Training;

namespace Compare.Sides;

/// <summary>A training run of the TorchSharp side.</summary>
/// <param name="model">The model; disposed of with the run.</param>
/// <param name="rule">The update rule.</param>
internal sealed class TorchTrainingRun(TorchModel model, TorchRule rule) : ITraining
{
    private readonly TorchTraining _training = new TorchTraining(model, rule);

    /// <inheritdoc/>
    public GradientTrace Gradient(Batch batch) => Trace(model, batch);

    /// <inheritdoc/>
    public void Update(IReadOnlyList<NamedArray> gradients) => _training.Update([.. gradients.Select(g => g.Values)]);

    /// <inheritdoc/>
    public double Step(Batch batch) => _training.Step(batch.X, batch.Count, batch.Labels);

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> CopyParameters() =>
        [.. model.Parameters.Select((p, i) => new NamedArray(p.Name, p.Rows, p.Columns, model.CopyParameter(i)))];

    /// <inheritdoc/>
    public TrainingState Save() =>
        new(
            _training.Updates,
            CopyParameters(),
            [.. model.Parameters.Select((p, i) => Slots(p, _training.CopyState(i)))]
        );

    /// <inheritdoc/>
    public void Load(TrainingState state)
    {
        for (var p = 0; p < model.Parameters.Count; p++)
            model.LoadParameter(p, state.Parameters[p].Values);
        _training.LoadState(
            state.Updates,
            [
                .. state.Slots.Select(slots =>
                    _training.Slots.Select(name => slots.Single(slot => slot.Name == name).Values).ToArray()
                ),
            ]
        );
    }

    /// <inheritdoc/>
    public double[] Outputs(Batch batch) => model.Outputs(batch.X, batch.Count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _training.Dispose();
        model.Dispose();
    }

    /// <summary>Loss and gradients of a model as plain arrays.</summary>
    internal static GradientTrace Trace(TorchModel model, Batch batch)
    {
        var gradient = model.Evaluate(batch.X, batch.Count, batch.Labels);
        return new GradientTrace(
            gradient.Loss,
            [
                .. model.Parameters.Select(
                    (p, i) => new NamedArray($"d{p.Name}", p.Rows, p.Columns, gradient.Gradients[i])
                ),
            ]
        );
    }

    private IReadOnlyList<NamedArray> Slots(TorchParameter parameter, IReadOnlyList<double[]> values) =>
        [.. _training.Slots.Select((name, s) => new NamedArray(name, parameter.Rows, parameter.Columns, values[s]))];
}
