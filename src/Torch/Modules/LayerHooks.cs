using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Modules;

/// <summary>Listens to the layers of somebody's module: tells what each is given and what it gives, in the order of the calls.</summary>
/// <remarks>
/// Heard are layers from one, two or three tensors to a tensor, and recurrent ones, of which the sequence of outputs is told. A layer
/// that is called again within a pass is <c>name.call2</c>.
/// </remarks>
internal sealed class LayerHooks : IDisposable
{
    private readonly Action<string, torch.Tensor> _sink;
    private readonly Action<string, torch.Tensor>? _inputs;
    private readonly Dictionary<string, int> _calls = [];
    private readonly List<Action> _unhook = [];

    /// <summary>Hooks the module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="sink">Told name and output of each layer.</param>
    /// <param name="inputs">
    /// Told name and first argument of each layer before it is called; modules that have layers of their own are heard as well then, but
    /// not the whole module. Null for nobody.
    /// </param>
    public LayerHooks(
        torch.nn.Module module,
        Action<string, torch.Tensor> sink,
        Action<string, torch.Tensor>? inputs = null
    )
    {
        (_sink, _inputs) = (sink, inputs);
        foreach (var (name, layer) in module.named_modules())
            if (name.Length > 0 && layer != module && (inputs is not null || !layer.children().Any()))
                Hook(name, layer);
    }

    /// <summary>Begins another pass: all layers are called for the first time again.</summary>
    public void NextPass() => _calls.Clear();

    /// <summary>Takes the hooks off.</summary>
    public void Dispose()
    {
        foreach (var unhook in _unhook)
            unhook();
        _unhook.Clear();
    }

    private void Hook(string name, torch.nn.Module layer)
    {
        switch (layer)
        {
            case torch.nn.Module<torch.Tensor, torch.Tensor> plain:
                _unhook.Add(plain.register_forward_pre_hook((_, x) => Given(name, x)).remove);
                _unhook.Add(plain.register_forward_hook((_, _, output) => Heard(name, output)).remove);
                break;
            case torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor> two:
                _unhook.Add(two.register_forward_pre_hook((_, x, y) => (Given(name, x), y)).remove);
                _unhook.Add(two.register_forward_hook((_, _, _, output) => Heard(name, output)).remove);
                break;
            case torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor> three:
                _unhook.Add(three.register_forward_pre_hook((_, x, y, z) => (Given(name, x), y, z)).remove);
                _unhook.Add(three.register_forward_hook((_, _, _, _, output) => Heard(name, output)).remove);
                break;
            case LSTM lstm:
                _unhook.Add(lstm.register_forward_pre_hook((_, x, state) => (Given(name, x), state)).remove);
                _unhook.Add(
                    lstm.register_forward_hook(
                        (_, _, _, output) => (Heard(name, output.Item1), output.Item2, output.Item3)
                    ).remove
                );
                break;
            case torch.nn.Module<torch.Tensor, torch.Tensor, (torch.Tensor, torch.Tensor)> recurrent:
                _unhook.Add(recurrent.register_forward_pre_hook((_, x, state) => (Given(name, x), state)).remove);
                _unhook.Add(
                    recurrent
                        .register_forward_hook((_, _, _, output) => (Heard(name, output.Item1), output.Item2))
                        .remove
                );
                break;
        }
    }

    private torch.Tensor Given(string name, torch.Tensor input)
    {
        _inputs?.Invoke(Called(name, _calls.GetValueOrDefault(name) + 1), input);
        return input;
    }

    private torch.Tensor Heard(string name, torch.Tensor output)
    {
        var call = _calls[name] = _calls.GetValueOrDefault(name) + 1;
        _sink(Called(name, call), output);
        return output;
    }

    private static string Called(string name, int call) =>
        call == 1 ? name : FormattableString.Invariant($"{name}.call{call}");
}
