using Compare.Torch.Calls;
using TorchSharp;

namespace Compare.Torch.Modules;

/// <summary>
/// Somebody's module and optimizer, watched: what goes into the module, what each layer gives in the order of the calls, step size,
/// parameters and gradients of each update are handed on as plain arrays.
/// </summary>
public sealed class WatchedTraining : IDisposable
{
    private readonly torch.nn.Module _module;
    private readonly torch.optim.Optimizer _optimizer;
    private readonly Action<string, Array, int[]> _sink;
    private readonly LayerHooks _layers;
    private readonly List<Action> _unhook = [];

    /// <summary>Hooks the module; loads libtorch if it is not loaded yet.</summary>
    /// <param name="module">The module. Its layers are watched, those that have layers of their own are not.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="sink">Told the name, the numbers (float[] or double[]) and the shape of each array.</param>
    public WatchedTraining(torch.nn.Module module, torch.optim.Optimizer optimizer, Action<string, Array, int[]> sink)
    {
        ArgumentNullException.ThrowIfNull(module);
        (_module, _optimizer, _sink) = (module, optimizer, sink);
        if (module is torch.nn.Module<torch.Tensor, torch.Tensor> root)
            _unhook.Add(
                root.register_forward_pre_hook(
                    (_, input) =>
                    {
                        HandOn("input/0", input);
                        return input;
                    }
                ).remove
            );
        _layers = new LayerHooks(module, (name, output) => HandOn($"activation/{name}", output));
    }

    /// <summary>
    /// Hands on step size, parameters and gradients, then makes the optimizer's step: call it in place of <c>optimizer.step()</c>.
    /// </summary>
    public void Step()
    {
        var sizes = _optimizer.ParamGroups.Select(group => group.LearningRate).ToList();
        if (sizes.Distinct().Count() == 1)
            _sink("setting/lr", new[] { sizes[0] }, []);
        else
            for (var i = 0; i < sizes.Count; i++)
                _sink(FormattableString.Invariant($"setting/lr.{i}"), new[] { sizes[i] }, []);
        Parameters(withGradients: true);
        _optimizer.step();
        _layers.NextPass();
    }

    /// <summary>Hands on the parameters.</summary>
    /// <param name="withGradients">Whether their gradients as well.</param>
    public void Parameters(bool withGradients = false)
    {
        foreach (var (name, parameter) in _module.named_parameters())
        {
            HandOn($"parameter/{name}", parameter);
            if (withGradients && parameter.grad is { } gradient)
                HandOn($"gradient/{name}", gradient);
        }
    }

    /// <summary>Takes the hooks off.</summary>
    public void Dispose()
    {
        foreach (var unhook in _unhook)
            unhook();
        _unhook.Clear();
        _layers.Dispose();
    }

    private void HandOn(string name, torch.Tensor tensor)
    {
        using var scope = NativeCalls.Begin();
        var shape = tensor.shape.Select(side => checked((int)side)).ToArray();
        var plain = tensor.detach().cpu().contiguous();
        _sink(
            name,
            plain.dtype == torch.ScalarType.Float64
                ? plain.data<double>().ToArray()
                : plain.to(torch.ScalarType.Float32).data<float>().ToArray(),
            shape
        );
    }
}
