using Compare.Checks.Own;
using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Reference.Optimizers;

namespace Compare.Sides;

/// <summary>Somebody's own implementation of a module on plain arrays, as a party.</summary>
internal sealed class ArrayParty : IModelParty
{
    private readonly IReadOnlyList<NpyArray> _parameters;
    private readonly Func<double[][], int, TwinPass> _gradient;
    private readonly OptimizerUpdate? _update;
    private readonly Optimizer? _rule;
    private double[][] _values;
    private IReadOnlyList<TensorState<double>>? _states;
    private int _updates;

    /// <summary>Takes an implementation.</summary>
    /// <param name="parameters">The module's parameters.</param>
    /// <param name="gradient">The implementation, from the parameters and the number of a batch.</param>
    /// <param name="update">Its update; null for that of the rule.</param>
    /// <param name="rule">The update rule; null for none.</param>
    public ArrayParty(
        IReadOnlyList<NpyArray> parameters,
        Func<double[][], int, TwinPass> gradient,
        OptimizerUpdate? update,
        Optimizer? rule
    )
    {
        (_parameters, _gradient, _update, _rule) = (parameters, gradient, update, rule);
        _values = [.. parameters.Select(parameter => (double[])parameter.Values.Clone())];
    }

    /// <inheritdoc/>
    public string Name => "the twin";

    /// <inheritdoc/>
    public bool HasUpdate => _update is not null || _rule is not null;

    /// <inheritdoc/>
    public bool SharesRandomness => false;

    /// <inheritdoc/>
    public IReadOnlyList<NpyArray> CopyParameters() =>
        [
            .. _parameters.Select(
                (parameter, p) => parameter with { Type = "<f8", Values = (double[])_values[p].Clone() }
            ),
        ];

    /// <inheritdoc/>
    public void LoadParameters(IReadOnlyList<double[]> values) =>
        _values = [.. values.Select(array => (double[])array.Clone())];

    /// <inheritdoc/>
    public IReadOnlyList<NpyArray> CopyBuffers() => [];

    /// <inheritdoc/>
    public void LoadBuffers(IReadOnlyList<double[]> values) { }

    /// <inheritdoc/>
    public ModelPass Evaluate(int batch, long seed)
    {
        var pass = _gradient([.. _values.Select(array => (double[])array.Clone())], batch);
        if (pass.Gradients.Count != _parameters.Count)
            throw new ArgumentException(
                $"The twin gives {pass.Gradients.Count} gradients, and the module has {_parameters.Count} parameters: {string.Join(", ", _parameters.Select(parameter => parameter.Name))}."
            );
        for (var p = 0; p < _parameters.Count; p++)
            if (pass.Gradients[p].Length != _parameters[p].Values.Length)
                throw new ArgumentException(
                    $"The twin's gradient by {_parameters[p].Name} has {pass.Gradients[p].Length} numbers, and the parameter has {_parameters[p].Values.Length}."
                );
        return new ModelPass(
            new NpyArray("loss", "<f8", [], [pass.Loss], Text: null),
            [.. _parameters.Select((parameter, p) => parameter with { Type = "<f8", Values = pass.Gradients[p] })]
        )
        {
            Layers =
            [
                .. pass.Layers.Select(layer => new ModelLayer(
                    new NpyArray(layer.Name, "<f8", [layer.Output.Length], layer.Output, Text: null),
                    Gradient: null,
                    layer.Name == Torch.Modules.ModuleRun.Output
                )),
            ],
        };
    }

    /// <inheritdoc/>
    public void Update(IReadOnlyList<double[]?> gradients)
    {
        double[][] all = [.. gradients.Select((gradient, p) => gradient ?? new double[_values[p].Length])];
        _updates++;
        if (_update is not null)
        {
            _update(_values, all, _updates);
            return;
        }
        var rule = _rule!;
        _states ??= [.. _values.Select((values, p) => rule.CreateState<double>(values.Length, p + 1))];
        for (var p = 0; p < _values.Length; p++)
            rule.Update<double>(_values[p], all[p], _states[p]);
    }

    /// <inheritdoc/>
    public void Restart() => (_states, _updates) = (null, 0);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> SettingsOf(string layer) => new Dictionary<string, string>();

    /// <inheritdoc/>
    public void Dispose() { }
}
