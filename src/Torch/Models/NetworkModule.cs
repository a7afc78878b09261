using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Models;

/// <summary>A chain of fully connected layers with a loss as a torch.nn module: H_l = s_l(H_(l-1) W_l^T + b_l).</summary>
internal sealed class NetworkModule : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly List<(Parameter W, Parameter? B, Func<torch.Tensor, torch.Tensor>? Activation)> _layers = [];
    private readonly List<Parameter> _weights = [];
    private readonly Func<torch.Tensor, torch.Tensor, torch.Tensor> _loss;
    private readonly int _classes;

    /// <summary>Makes the module.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="functions">Their activations; null for none.</param>
    /// <param name="loss">A row of <see cref="TorchLoss"/>.</param>
    /// <param name="parameters">Names and values of W1, b1, W2 and so on; the values are owned by the module from now on.</param>
    public NetworkModule(
        IReadOnlyList<TorchLayer> layers,
        IReadOnlyList<Func<torch.Tensor, torch.Tensor>?> functions,
        (bool TakesClasses, Func<torch.Tensor, torch.Tensor, torch.Tensor> Function) loss,
        IEnumerable<(string Name, torch.Tensor Value)> parameters
    )
        : base(nameof(NetworkModule))
    {
        _loss = loss.Function;
        _classes = loss.TakesClasses ? 0 : layers[^1].Units;
        var values = new Queue<(string Name, torch.Tensor Value)>(parameters);
        foreach (var (layer, function) in layers.Zip(functions))
            _layers.Add((Keep(values.Dequeue()), layer.HasBias ? Keep(values.Dequeue()) : null, function));
    }

    /// <summary>The parameters in the order in which they were given.</summary>
    public IReadOnlyList<Parameter> Weights => _weights;

    /// <summary>Evaluates the outputs.</summary>
    /// <param name="input">X, shape (B x d).</param>
    /// <returns>Shape (B x n).</returns>
    public override torch.Tensor forward(torch.Tensor input)
    {
        var h = input;
        foreach (var (w, b, activation) in _layers)
        {
            // linear, because matmul aborts the process where linear throws.
            var a = torch.nn.functional.linear(h, w, b?.squeeze(0)); // (B x n_l)
            h = activation is null ? a : activation(a);
        }
        return h;
    }

    /// <summary>The loss of a batch.</summary>
    /// <param name="x">X, shape (B x d).</param>
    /// <param name="labels">The right class of each image, shape (B); null where the outputs are compared with X.</param>
    /// <returns>The loss, one element.</returns>
    public torch.Tensor Loss(torch.Tensor x, torch.Tensor? labels)
    {
        var outputs = call(x);
        if (labels is null)
            return _loss(outputs, x);
        return _loss(
            outputs,
            _classes == 0 ? labels : torch.nn.functional.one_hot(labels, _classes).to_type(outputs.dtype)
        );
    }

    private Parameter Keep((string Name, torch.Tensor Value) parameter)
    {
        var kept = new Parameter(parameter.Value);
        register_parameter(parameter.Name, kept);
        _weights.Add(kept);
        return kept;
    }
}
