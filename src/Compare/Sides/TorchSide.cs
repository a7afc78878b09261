using Compare.Torch;
using Compare.Torch.Loading;
using Compare.Torch.Models;

namespace Compare.Sides;

/// <summary>The TorchSharp side: the same models with gradients by autograd.</summary>
public sealed class TorchSide : ISide
{
    private readonly TorchDevice _device;

    private TorchSide(TorchDevice device, LibtorchStatus status)
    {
        _device = device;
        Status = status;
    }

    /// <inheritdoc/>
    public string Name => "TorchSharp";

    /// <summary>The libtorch in use.</summary>
    public LibtorchStatus Status { get; }

    /// <summary>The device in use, for example <c>cpu</c>.</summary>
    public string Device => _device == TorchDevice.Cuda ? "cuda" : "cpu";

    /// <summary>Loads libtorch and chooses the device.</summary>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="threads">Threads of libtorch, at least 1; holds for the whole process.</param>
    /// <returns>The side.</returns>
    /// <exception cref="ArgumentException">There is no such device.</exception>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded, or CUDA is asked for and is not available.</exception>
    public static TorchSide Open(string device, int threads)
    {
        var status = Libtorch.EnsureLoaded();
        TorchEnvironment.Threads = threads;
        var chosen = device switch
        {
            "auto" => status.CudaAvailable ? TorchDevice.Cuda : TorchDevice.Cpu,
            "cpu" => TorchDevice.Cpu,
            "cuda" => TorchDevice.Cuda,
            _ => throw new ArgumentException($"Unknown device '{device}'; known are auto, cpu, cuda.", nameof(device)),
        };
        TorchEnvironment.Require(chosen);
        return new TorchSide(chosen, status);
    }

    /// <inheritdoc/>
    public GradientTrace Gradient(AutoencoderProblem problem)
    {
        using var model = Model(problem);
        var gradient = model.Evaluate(problem.X, problem.Batch);
        return new GradientTrace(
            gradient.Loss,
            [
                new Tensor("dW1", problem.Hidden, problem.Inputs, gradient.DW1),
                new Tensor("dW2", problem.Inputs, problem.Hidden, gradient.DW2),
            ]
        );
    }

    /// <inheritdoc/>
    public TrainingTrace Train(AutoencoderProblem problem, TrainingPlan plan)
    {
        using var model = Model(problem);
        var losses = model.Train(plan.Images, plan.Batches, plan.StepSize);
        return new TrainingTrace(losses, model.CopyW1(), model.CopyW2(), model.Reconstruct(problem.X, problem.Batch));
    }

    private TorchAutoencoder Model(AutoencoderProblem problem) =>
        new(
            problem.Activation,
            problem.Inputs,
            problem.Hidden,
            problem.W1,
            problem.W2,
            new TorchOptions(
                problem.Precision == Precision.Float32 ? TorchPrecision.Float32 : TorchPrecision.Float64,
                _device
            )
        );
}
