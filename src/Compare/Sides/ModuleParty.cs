using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Torch.Modules;
using TorchSharp;

namespace Compare.Sides;

/// <summary>A module of TorchSharp as a party.</summary>
/// <param name="name">Who it is.</param>
/// <param name="run">The module with its optimizer.</param>
/// <param name="losses">The loss of each batch.</param>
internal sealed class ModuleParty(string name, ModuleRun run, IReadOnlyList<Func<torch.Tensor>> losses) : IModelParty
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool HasUpdate => true;

    /// <inheritdoc/>
    public bool SharesRandomness => true;

    /// <inheritdoc/>
    public IReadOnlyList<NpyArray> CopyParameters() => [.. run.CopyParameters().Select(Plain)];

    /// <inheritdoc/>
    public void LoadParameters(IReadOnlyList<double[]> values) => run.LoadParameters(values);

    /// <inheritdoc/>
    public IReadOnlyList<NpyArray> CopyBuffers() => [.. run.CopyBuffers().Select(Plain)];

    /// <inheritdoc/>
    public void LoadBuffers(IReadOnlyList<double[]> values) => run.LoadBuffers(values);

    /// <inheritdoc/>
    public ModelPass Evaluate(int batch, long seed)
    {
        var pass = run.Evaluate(losses[batch], seed);
        return new ModelPass(
            Plain(pass.Loss),
            [.. pass.Gradients.Select(gradient => gradient is null ? null : Plain(gradient))]
        )
        {
            Input = pass.Input is { } input ? Plain(input) : null,
            Layers =
            [
                .. pass.Layers.Zip(
                    pass.LayerGradients,
                    (layer, gradient) =>
                        new ModelLayer(
                            Plain(layer),
                            gradient is null ? null : Plain(gradient),
                            layer.Name == ModuleRun.Output
                        )
                ),
            ],
            Buffers = [.. pass.Buffers.Select(Plain)],
        };
    }

    /// <inheritdoc/>
    public void Update(IReadOnlyList<double[]?> gradients) => run.Update(gradients);

    /// <inheritdoc/>
    public void Restart() => run.Restart();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> SettingsOf(string layer) => run.SettingsOf(layer);

    /// <inheritdoc/>
    public void Dispose() => run.Dispose();

    private static NpyArray Plain(ModuleArray array) =>
        new(array.Name, array.IsDouble ? "<f8" : "<f4", array.Shape, array.Values, Text: null);
}
