using Compare.Torch.Calls;
using TorchSharp;

namespace Compare.Torch;

/// <summary>A scalar function written in TorchSharp, seen from outside as a function of plain arrays, with autograd's gradient.</summary>
public sealed class TorchFunction
{
    private readonly Func<torch.Tensor[], torch.Tensor> _function;
    private readonly IReadOnlyList<long[]> _shapes;
    private readonly ComputeTarget _target = new(new TorchOptions(TorchPrecision.Float64, TorchDevice.Cpu));

    /// <summary>Wraps a function; loads libtorch if it is not loaded yet.</summary>
    /// <param name="function">
    /// From one float64 tensor on the CPU per argument to a tensor of one element, through operations that autograd follows.
    /// </param>
    /// <param name="shapes">The shape of each argument.</param>
    /// <exception cref="Loading.LibtorchUnavailableException">libtorch cannot be loaded.</exception>
    public TorchFunction(Func<torch.Tensor[], torch.Tensor> function, params IReadOnlyList<long[]> shapes)
    {
        _function = function;
        _shapes = shapes;
    }

    /// <summary>The function's value.</summary>
    /// <param name="arguments">One array per argument, row after row.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">Number or lengths of the arrays do not fit the shapes.</exception>
    public double Value(double[][] arguments)
    {
        using var scope = NativeCalls.Begin();
        using var constant = torch.no_grad();
        return ComputeTarget.Number(_function(Tensors(arguments)));
    }

    /// <summary>Autograd's gradient.</summary>
    /// <param name="arguments">One array per argument, row after row.</param>
    /// <returns>One array per argument, of the same length; zeros for an argument that the function does not use.</returns>
    /// <exception cref="ArgumentException">Number or lengths of the arrays do not fit the shapes.</exception>
    public double[][] Gradient(double[][] arguments)
    {
        using var scope = NativeCalls.Begin();
        var tensors = Tensors(arguments);
        foreach (var tensor in tensors)
            tensor.requires_grad = true;
        _function(tensors).backward();
        return
        [
            .. tensors.Select(
                (tensor, p) =>
                    tensor.grad is { } gradient ? ComputeTarget.Numbers(gradient) : new double[arguments[p].Length]
            ),
        ];
    }

    private torch.Tensor[] Tensors(double[][] arguments)
    {
        if (arguments.Length != _shapes.Count)
            throw new ArgumentException(
                $"There are {arguments.Length} arrays for {_shapes.Count} arguments.",
                nameof(arguments)
            );
        return
        [
            .. arguments.Select(
                (values, p) =>
                {
                    var length = _shapes[p].Aggregate(1L, (product, side) => product * side);
                    if (values.Length != length)
                        throw new ArgumentException(
                            $"Argument {p} has {values.Length} elements, the shape {string.Join(" x ", _shapes[p])} has {length}.",
                            nameof(arguments)
                        );
                    return _target.Matrix(values, 1, values.Length).reshape(_shapes[p]).detach();
                }
            ),
        ];
    }
}
