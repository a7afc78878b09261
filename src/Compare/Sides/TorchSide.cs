using Compare.Checks.Pca;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;
using Compare.Torch;
using Compare.Torch.LinearAlgebra;
using Compare.Torch.Loading;
using Compare.Torch.Models;

namespace Compare.Sides;

/// <summary>The TorchSharp side: the same models with gradients by autograd.</summary>
public sealed class TorchSide : IPcaSide
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
        UseThreads(threads);
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

    /// <summary>Changes the number of threads of libtorch, for the whole process.</summary>
    /// <param name="threads">At least 1. One for small models: others wait awake for work and take the processor from what runs next.</param>
    public static void UseThreads(int threads) => TorchEnvironment.Threads = threads;

    /// <summary>The activations that it knows.</summary>
    public TorchActivations Activations { get; private init; } = TorchActivations.Homework;

    /// <summary>The same side with other activations.</summary>
    /// <param name="activations">Functions under the names that models have for them.</param>
    /// <returns>The side; this one stays as it is.</returns>
    public TorchSide With(TorchActivations activations) => new(_device, Status) { Activations = activations };

    /// <inheritdoc/>
    public string? Refuses(ModelSpec model) =>
        model.Activations.FirstOrDefault(activation => !Activations.Names.Contains(activation.Name)) is { } unknown
            ? $"TorchSharp was given no activation '{unknown}'"
        : !TorchNetwork.Losses.Contains(model.Loss.Name) ? $"TorchSharp was given no loss '{model.Loss.Name}'"
        : null;

    /// <inheritdoc/>
    public string? Refuses(Optimizer rule) => TorchRules.Refuses(rule);

    /// <inheritdoc/>
    public GradientTrace Gradient(Problem problem)
    {
        using var model = Model(problem.Model, problem.Precision, problem.Parameters);
        return TorchTrainingRun.Trace(model, problem.Batch);
    }

    /// <inheritdoc/>
    public ITraining Start(ModelSpec model, Precision precision, IReadOnlyList<NamedArray> parameters, Optimizer rule)
    {
        var translated = TorchRules.For(rule);
        return new TorchTrainingRun(Model(model, precision, parameters), translated);
    }

    /// <inheritdoc/>
    public IEpochTraining StartEpochs(
        ModelSpec model,
        Precision precision,
        IReadOnlyList<NamedArray> parameters,
        Optimizer rule,
        Batch images,
        int batch
    )
    {
        var translated = TorchRules.For(rule);
        return new TorchEpochs(Model(model, precision, parameters), translated, Options(precision), images);
    }

    /// <summary>LAPACK as libtorch calls it.</summary>
    public static Eigensolver Eigensolver { get; } =
        new(
            "libtorch",
            a =>
            {
                var (values, vectors) = TorchLinearAlgebra.SymmetricEigen(a.Elements.ToArray(), a.Rows);
                return (values, Matrix<double>.From(vectors, a.Rows, a.Rows));
            }
        );

    /// <inheritdoc/>
    public ILeastSquares StartLeastSquares(Matrix<double> s, Matrix<double> w1, Matrix<double> w2, bool isNegative) =>
        new TorchLeastSquares(s, w1, w2, isNegative);

    /// <summary>The side's options for a precision.</summary>
    internal TorchOptions Options(Precision precision) =>
        new(precision == Precision.Float32 ? TorchPrecision.Float32 : TorchPrecision.Float64, _device);

    /// <summary>Makes a model.</summary>
    internal TorchModel Model(ModelSpec model, Precision precision, IReadOnlyList<NamedArray> parameters)
    {
        var options = Options(precision);
        return new TorchNetwork(
            model.Inputs,
            [
                .. model.Layers.Select(layer => new TorchLayer(
                    layer.Units,
                    layer.Activation.Equals(Activation.None) ? null : layer.Activation.Name,
                    layer.HasBias
                )),
            ],
            model.Loss.Name,
            model.NeedsLabels,
            [.. parameters.Select(p => p.Values)],
            options,
            Activations
        );
    }
}
