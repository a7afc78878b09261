using Compare.Torch.Calls;
using Compare.Torch.Loading;
using TorchSharp;

namespace Compare.Torch;

/// <summary>The options of a model in libtorch's terms, and the traffic of numbers from and to it.</summary>
internal sealed class ComputeTarget
{
    private readonly torch.Device _device;
    private readonly torch.ScalarType _type;

    /// <summary>Loads libtorch and chooses the device.</summary>
    /// <param name="options">Precision and device.</param>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded, or CUDA is asked for and is not available.</exception>
    public ComputeTarget(TorchOptions options)
    {
        var libtorch = Libtorch.EnsureLoaded();
        if (options.Device == TorchDevice.Cuda && !libtorch.CudaAvailable)
            throw new LibtorchUnavailableException(
                $"CUDA is asked for, but libtorch {libtorch.Version} ({libtorch.HowLoaded}) cannot use it on this machine; compute on the CPU, "
                    + "build with -p:TorchBackend=cuda-linux or cuda-windows, or set COMPARE_LIBTORCH to the folder torch/lib of a PyTorch with CUDA."
            );
        _type = options.Precision == TorchPrecision.Float32 ? torch.ScalarType.Float32 : torch.ScalarType.Float64;
        if (options.Device != TorchDevice.Cpu && libtorch.CudaAvailable)
        {
            // TF32 keeps 10 bits of a float32's significand: no bound for float32 would hold.
            torch.backends.cuda.matmul.allow_tf32 = false;
            torch.backends.cudnn.allow_tf32 = false;
            _device = torch.CUDA;
        }
        else
            _device = torch.CPU;
    }

    /// <summary>Copies a matrix to libtorch, each number rounded to the nearest of the format.</summary>
    /// <param name="values">Shape (rows x columns), row after row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <returns>A tensor that shares no memory with <paramref name="values"/>.</returns>
    /// <remarks>
    /// What TorchSharp makes of an array lies in managed memory at any alignment, and libtorch's products round differently at different
    /// alignments. A clone lies in libtorch's own memory, so equal calls give equal bits.
    /// </remarks>
    public torch.Tensor Matrix(double[] values, int rows, int columns)
    {
        using var managed = torch.tensor(values, [rows, columns], _type, _device);
        return managed.clone();
    }

    /// <summary>Copies row numbers to libtorch.</summary>
    /// <param name="rows">Shape (n).</param>
    /// <returns>A tensor of 64-bit integers.</returns>
    public torch.Tensor Indices(int[] rows) => torch.tensor(rows, torch.ScalarType.Int64, _device);

    /// <summary>Copies a tensor back, floats widened exactly.</summary>
    /// <param name="tensor">Any shape, n elements.</param>
    /// <returns>Shape (n), row after row.</returns>
    public static double[] Numbers(torch.Tensor tensor)
    {
        using var scope = NativeCalls.Begin();
        return [.. tensor.detach().cpu().to(torch.ScalarType.Float64).contiguous().data<double>()];
    }

    /// <summary>Copies a single number back, a float widened exactly.</summary>
    /// <param name="tensor">One element.</param>
    /// <returns>The number.</returns>
    public static double Number(torch.Tensor tensor) => Numbers(tensor)[0];
}
