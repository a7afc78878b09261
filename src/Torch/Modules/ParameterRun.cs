using Compare.Torch.Calls;
using Compare.Torch.Loading;
using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Modules;

/// <summary>One of torch.optim's optimizers over parameters of its own, seen from outside as plain arrays.</summary>
internal sealed class ParameterRun : IDisposable
{
    private readonly List<Parameter> _parameters;
    private readonly torch.optim.Optimizer _optimizer;

    /// <summary>Makes parameters and optimizer; loads libtorch if it is not loaded yet.</summary>
    /// <param name="lengths">The number of elements of each parameter.</param>
    /// <param name="isDouble">Whether they are float64 rather than float32.</param>
    /// <param name="optimizer">Makes the optimizer.</param>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded.</exception>
    public ParameterRun(
        IReadOnlyList<int> lengths,
        bool isDouble,
        Func<IReadOnlyList<Parameter>, torch.optim.Optimizer> optimizer
    )
    {
        Libtorch.EnsureLoaded();
        using var scope = NativeCalls.Begin();
        _parameters =
        [
            .. lengths.Select(length => new Parameter(
                torch.zeros(length, dtype: isDouble ? torch.ScalarType.Float64 : torch.ScalarType.Float32)
            )),
        ];
        scope.Detach(_parameters);
        _optimizer = optimizer(_parameters);
    }

    /// <summary>Makes one update from given parameters and gradients, each number rounded to the nearest of the format.</summary>
    /// <param name="values">One array for each parameter; overwritten.</param>
    /// <param name="gradients">The gradient by each.</param>
    public void Update(double[][] values, double[][] gradients)
    {
        using var scope = NativeCalls.Begin();
        for (var p = 0; p < _parameters.Count; p++)
        {
            using (torch.no_grad())
                _parameters[p].copy_(Of(values[p], p));
            _parameters[p].grad = Of(gradients[p], p).DetachFromDisposeScope();
        }
        _optimizer.step();
        for (var p = 0; p < _parameters.Count; p++)
            ComputeTarget.Numbers(_parameters[p]).CopyTo(values[p], 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using var scope = NativeCalls.Begin();
        _optimizer.Dispose();
        _parameters.ForEach(parameter => parameter.Dispose());
    }

    private torch.Tensor Of(double[] values, int p) =>
        torch.tensor(values, torch.ScalarType.Float64).to(_parameters[p].dtype).clone();
}
