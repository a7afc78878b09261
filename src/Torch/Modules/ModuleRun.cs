using Compare.Torch.Calls;
using Compare.Torch.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Modules;

/// <summary>Somebody's module with an optimizer, seen from outside as plain arrays.</summary>
internal sealed class ModuleRun : IDisposable
{
    /// <summary>The name under which the output of the whole module stands among its layers.</summary>
    public const string Output = "output";

    private readonly torch.nn.Module _module;
    private readonly List<(string Name, Parameter Tensor)> _parameters;
    private readonly List<(string Name, torch.Tensor Tensor)> _buffers;
    private readonly Func<IEnumerable<Parameter>, torch.optim.Optimizer> _optimizerOf;
    private readonly TorchRule? _rule;
    private torch.optim.Optimizer? _optimizer;
    private long _updates;
    private long _passes;

    /// <summary>Takes a module and one of torch.optim's rules.</summary>
    /// <param name="module">The module; its parameters are changed.</param>
    /// <param name="rule">The rule.</param>
    public ModuleRun(torch.nn.Module module, TorchRule rule)
        : this(module, rule.Create) => _rule = rule;

    /// <summary>Takes a module and an optimizer.</summary>
    /// <param name="module">The module; its parameters are changed.</param>
    /// <param name="optimizer">Makes the optimizer for the parameters.</param>
    public ModuleRun(torch.nn.Module module, Func<IEnumerable<Parameter>, torch.optim.Optimizer> optimizer)
    {
        (_module, _optimizerOf) = (module, optimizer);
        using var scope = NativeCalls.Begin();
        _parameters = [.. module.named_parameters().Select(named => (named.name, named.parameter))];
        _buffers = [.. module.named_buffers().Select(named => (named.name, named.buffer))];
        scope.Detach(_parameters.Select(parameter => (torch.Tensor)parameter.Tensor));
        scope.Detach(_buffers.Select(buffer => buffer.Tensor));
    }

    /// <summary>Copies the parameters.</summary>
    /// <returns>In the order of the module.</returns>
    public IReadOnlyList<ModuleArray> CopyParameters() =>
        [.. _parameters.Select(parameter => Copy(parameter.Name, parameter.Tensor))];

    /// <summary>Copies the buffers.</summary>
    /// <returns>In the order of the module.</returns>
    public IReadOnlyList<ModuleArray> CopyBuffers() => [.. _buffers.Select(buffer => Copy(buffer.Name, buffer.Tensor))];

    /// <summary>Overwrites the parameters, each number rounded to the nearest of the format.</summary>
    /// <param name="values">One array for each parameter, of its length.</param>
    public void LoadParameters(IReadOnlyList<double[]> values)
    {
        for (var p = 0; p < _parameters.Count; p++)
            Load(_parameters[p].Tensor, values[p]);
    }

    /// <summary>Overwrites the buffers.</summary>
    /// <param name="values">One array for each buffer, of its length.</param>
    public void LoadBuffers(IReadOnlyList<double[]> values)
    {
        for (var b = 0; b < _buffers.Count; b++)
            Load(_buffers[b].Tensor, values[b]);
    }

    /// <summary>One forward and backward pass.</summary>
    /// <param name="loss">Computes the loss by calling the module.</param>
    /// <param name="seed">What libtorch's random numbers begin with; its generator is put back afterwards.</param>
    /// <returns>The pass.</returns>
    /// <exception cref="ArgumentException">The loss is not a single number, or no parameter is behind it.</exception>
    public ModulePass Evaluate(Func<torch.Tensor> loss, long seed)
    {
        using var scope = NativeCalls.Begin();
        // Then what libtorch computes from memory that nobody has written is another each time, and does not pass for the module's own.
        if (RightConvolutions.CannotBeHad)
            ConvolutionProbe.FillMemory(_passes++);
        var random = torch.get_rng_state();
        torch.manual_seed(seed);
        try
        {
            return Evaluate(loss);
        }
        finally
        {
            torch.set_rng_state(random);
        }
    }

    /// <summary>Makes one update.</summary>
    /// <param name="gradients">The gradient by each parameter; null for none.</param>
    public void Update(IReadOnlyList<double[]?> gradients)
    {
        using var scope = NativeCalls.Begin();
        _optimizer ??= _optimizerOf(_parameters.Select(parameter => parameter.Tensor));
        for (var p = 0; p < _parameters.Count; p++)
            _parameters[p].Tensor.grad = gradients[p] is { } values
                ? Like(_parameters[p].Tensor, values).DetachFromDisposeScope()
                : null;
        if (_rule?.LearningRateFactor is { } factor)
            foreach (var group in _optimizer.ParamGroups)
                group.LearningRate = _rule.LearningRate * factor(_updates);
        _optimizer.step();
        _updates++;
    }

    /// <summary>Copies a tensor of the caller's.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <returns>Its numbers.</returns>
    public static ModuleArray Numbers(torch.Tensor tensor) => Copy("", tensor);

    /// <summary>Forgets what the optimizer remembers.</summary>
    public void Restart()
    {
        using var scope = NativeCalls.Begin();
        _optimizer?.Dispose();
        (_optimizer, _updates) = (null, 0);
    }

    /// <summary>What a layer says of itself.</summary>
    /// <param name="layer">Its name, with or without the number of a call.</param>
    /// <returns>Its settings by name; empty for no such layer.</returns>
    public IReadOnlyDictionary<string, string> SettingsOf(string layer)
    {
        foreach (var (name, module) in _module.named_modules())
            if (name.Length > 0 && name == layer)
                return LayerSettings.Of(module);
        return new Dictionary<string, string>();
    }

    /// <inheritdoc/>
    public void Dispose() => Restart();

    private ModulePass Evaluate(Func<torch.Tensor> loss)
    {
        foreach (var (_, tensor) in _parameters)
            tensor.grad = null;
        List<(ModuleArray Values, torch.Tensor Tensor, bool IsInput)> layers = [];
        void Hear(string name, torch.Tensor output)
        {
            if (output.requires_grad && !output.is_leaf)
                output.retain_grad();
            layers.Add((Copy(name, output), output, false));
        }
        ModuleArray? input = null;
        List<Action> unhook = [];
        if (_module is torch.nn.Module<torch.Tensor, torch.Tensor> root)
        {
            unhook.Add(
                root.register_forward_pre_hook(
                    (_, x) =>
                    {
                        input = Copy("x", x);
                        return x;
                    }
                ).remove
            );
            unhook.Add(
                root.register_forward_hook(
                    (_, _, y) =>
                    {
                        Hear(Output, y);
                        return y;
                    }
                ).remove
            );
        }
        torch.Tensor value;
        using (new LayerHooks(_module, Hear, (name, given) => layers.Add((Copy($"{name}.input", given), given, true))))
            value = loss();
        unhook.ForEach(remove => remove());
        if (value.numel() != 1)
            throw new ArgumentException(
                $"The loss has shape {string.Join(" x ", value.shape)}; it must be a single number, such as a mean."
            );
        if (!value.requires_grad)
            throw new ArgumentException("No parameter is behind the loss: autograd has nothing to differentiate.");
        var lossValue = Copy("loss", value);
        value.backward();
        return new ModulePass(
            lossValue,
            input,
            [.. layers.Select(layer => layer.Values)],
            [
                .. layers.Select(layer =>
                    // A forward pass may have disposed of what it no longer needed.
                    layer.IsInput || layer.Tensor.IsInvalid
                        ? null
                    : layer.Tensor.grad is { } gradient ? Copy(layer.Values.Name, gradient)
                    : layer.Values with { Values = new double[layer.Values.Values.Length] }
                ),
            ],
            [
                .. _parameters.Select(parameter =>
                    parameter.Tensor.grad is { } gradient ? Copy(parameter.Name, gradient) : null
                ),
            ],
            CopyBuffers()
        );
    }

    private static ModuleArray Copy(string name, torch.Tensor tensor)
    {
        using var scope = NativeCalls.Begin();
        return new ModuleArray(
            name,
            [.. tensor.shape.Select(side => checked((int)side))],
            ComputeTarget.Numbers(tensor),
            tensor.dtype == torch.ScalarType.Float64
        );
    }

    private static void Load(torch.Tensor tensor, double[] values)
    {
        using var scope = NativeCalls.Begin();
        using var constant = torch.no_grad();
        tensor.copy_(Like(tensor, values));
    }

    /// <summary>A tensor of the shape, format and device of another, in libtorch's own memory.</summary>
    private static torch.Tensor Like(torch.Tensor tensor, double[] values) =>
        torch.tensor(values, torch.ScalarType.Float64).reshape(tensor.shape).to(tensor.dtype).to(tensor.device).clone();
}
