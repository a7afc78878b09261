using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Models;

/// <summary>A torch.nn module with a loss: what <see cref="TorchModel"/> drives.</summary>
/// <param name="name">The module's name.</param>
internal abstract class LossModule(string name) : torch.nn.Module<torch.Tensor, torch.Tensor>(name)
{
    private readonly List<Parameter> _weights = [];

    /// <summary>The parameters in the order in which they were kept.</summary>
    public IReadOnlyList<Parameter> Weights => _weights;

    /// <summary>The loss of a batch.</summary>
    /// <param name="x">X, shape (B x d).</param>
    /// <param name="labels">The right class of each image, shape (B); null for a model without classes.</param>
    /// <returns>The loss, one element.</returns>
    public abstract torch.Tensor Loss(torch.Tensor x, torch.Tensor? labels);

    /// <summary>Makes a tensor a parameter of the module.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="value">Its initial value; owned by the module from now on.</param>
    /// <returns>The parameter.</returns>
    protected Parameter Keep(string parameter, torch.Tensor value)
    {
        var kept = new Parameter(value);
        register_parameter(parameter, kept);
        _weights.Add(kept);
        return kept;
    }
}
