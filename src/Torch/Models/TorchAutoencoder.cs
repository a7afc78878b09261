using Compare.Torch.Loading;
using TorchSharp;

namespace Compare.Torch.Models;

/// <summary>
/// The autoencoder of the homework on libtorch: A = X W1^T, Z = s(A), Y = Z W2^T, without biases. Gradients come from autograd only.
/// </summary>
/// <remarks>
/// B is the number of images, d their pixels, k the hidden units. relu'(0) is 0, as libtorch has it. Every call releases what it
/// allocates in libtorch before it returns. Not safe for use by two threads at once.
/// </remarks>
public sealed class TorchAutoencoder : IDisposable
{
    private readonly ComputeTarget _target;
    private readonly AutoencoderModule _module;
    private bool _disposed;

    /// <summary>Makes the model; loads libtorch if it is not loaded yet.</summary>
    /// <param name="activation">One of <see cref="Activations"/>.</param>
    /// <param name="inputs">d, at least 1.</param>
    /// <param name="hidden">k, at least 1.</param>
    /// <param name="w1">Encoder, shape (k x d), row after row; copied.</param>
    /// <param name="w2">Decoder, shape (d x k), row after row; copied.</param>
    /// <param name="options">Precision and device; null for float64 on the device that <see cref="TorchDevice.Auto"/> finds.</param>
    /// <exception cref="ArgumentException">The activation is unknown, or the length of a matrix is not that of its shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">d or k is less than 1.</exception>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded, or CUDA is asked for and is not available.</exception>
    public TorchAutoencoder(
        string activation,
        int inputs,
        int hidden,
        double[] w1,
        double[] w2,
        TorchOptions? options = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        CheckShape(w1, hidden, inputs, nameof(w1));
        CheckShape(w2, inputs, hidden, nameof(w2));
        // First, so that a wrong name is told even where libtorch is missing.
        var function = TorchActivation.Named(activation);
        (Inputs, Hidden) = (inputs, hidden);

        _target = new ComputeTarget(options ?? new TorchOptions());
        using var scope = torch.NewDisposeScope();
        _module = new AutoencoderModule(
            function,
            _target.Matrix(w1, hidden, inputs),
            _target.Matrix(w2, inputs, hidden)
        );
        scope.Detach(_module.W1, _module.W2);
    }

    /// <summary>The names of the activations.</summary>
    public static IReadOnlyList<string> Activations => TorchActivation.Names;

    /// <summary>d, the pixels of an image.</summary>
    public int Inputs { get; }

    /// <summary>k, the hidden units.</summary>
    public int Hidden { get; }

    /// <summary>Loss and gradients.</summary>
    /// <param name="x">X, shape (B x d), row after row.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <returns>Loss, dW1 and dW2.</returns>
    /// <exception cref="ArgumentException">x does not hold B x d numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">B is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public TorchGradient Evaluate(double[] x, int batch)
    {
        using var scope = Scope();
        var loss = _module.Loss(Images(x, batch));
        _module.zero_grad();
        loss.backward();
        var gradient = new TorchGradient(
            ComputeTarget.Number(loss),
            ComputeTarget.Numbers(_module.W1.grad!),
            ComputeTarget.Numbers(_module.W2.grad!)
        );
        _module.zero_grad();
        return gradient;
    }

    /// <summary>The loss alone.</summary>
    /// <param name="x">X, shape (B x d), row after row.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <returns>Eq. (1) of the homework.</returns>
    /// <exception cref="ArgumentException">x does not hold B x d numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">B is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public double Loss(double[] x, int batch)
    {
        using var scope = Scope();
        using var constant = torch.no_grad();
        return ComputeTarget.Number(_module.Loss(Images(x, batch)));
    }

    /// <summary>Reconstructs images.</summary>
    /// <param name="x">X, shape (B x d), row after row.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <returns>Y, shape (B x d), row after row.</returns>
    /// <exception cref="ArgumentException">x does not hold B x d numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">B is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public double[] Reconstruct(double[] x, int batch)
    {
        using var scope = Scope();
        using var constant = torch.no_grad();
        return ComputeTarget.Numbers(_module.call(Images(x, batch)));
    }

    /// <summary>Trains by torch.optim.SGD without momentum, one update per batch; changes the weights.</summary>
    /// <param name="x">Images, shape (N x d), row after row.</param>
    /// <param name="batches">For each update the rows of <paramref name="x"/> that form its batch; each at least one row.</param>
    /// <param name="stepSize">The step size; dimensionless, not negative, finite.</param>
    /// <returns>The loss of each update's batch, before the update.</returns>
    /// <exception cref="ArgumentException">x is no whole number of images, or a batch is empty or names a row that is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The step size is negative or not finite.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public double[] Train(double[] x, IReadOnlyList<int[]> batches, double stepSize)
    {
        if (!(stepSize >= 0 && double.IsFinite(stepSize)))
            throw new ArgumentOutOfRangeException(
                nameof(stepSize),
                stepSize,
                "A step size is finite and not negative."
            );
        var count = x.Length / Inputs;
        CheckBatches(batches, count);

        using var scope = Scope();
        var images = Images(x, count);
        using var optimizer = torch.optim.SGD([.. _module.parameters()], learningRate: stepSize);
        var losses = new double[batches.Count];
        for (var update = 0; update < losses.Length; update++)
        {
            using var step = torch.NewDisposeScope();
            _module.zero_grad();
            var loss = _module.Loss(images.index_select(0, _target.Indices(batches[update])));
            loss.backward();
            optimizer.step();
            losses[update] = ComputeTarget.Number(loss);
        }
        _module.zero_grad();
        return losses;
    }

    /// <summary>Copies the encoder.</summary>
    /// <returns>W1, shape (k x d), row after row.</returns>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public double[] CopyW1()
    {
        using var scope = Scope();
        return ComputeTarget.Numbers(_module.W1);
    }

    /// <summary>Copies the decoder.</summary>
    /// <returns>W2, shape (d x k), row after row.</returns>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public double[] CopyW2()
    {
        using var scope = Scope();
        return ComputeTarget.Numbers(_module.W2);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
            _module.Dispose();
        _disposed = true;
    }

    private DisposeScope Scope()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return torch.NewDisposeScope();
    }

    private torch.Tensor Images(double[] x, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        CheckShape(x, batch, Inputs, nameof(x));
        return _target.Matrix(x, batch, Inputs);
    }

    private static void CheckShape(double[] values, int rows, int columns, string name)
    {
        if (values.LongLength != (long)rows * columns)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{name} holds {values.Length} numbers, and the shape {rows} x {columns} has {(long)rows * columns}."
                ),
                name
            );
    }

    private static void CheckBatches(IReadOnlyList<int[]> batches, int count)
    {
        for (var update = 0; update < batches.Count; update++)
        {
            if (batches[update].Length == 0)
                throw new ArgumentException($"Batch {update} is empty.", nameof(batches));
            foreach (var row in batches[update])
                if (row < 0 || row >= count)
                    throw new ArgumentException(
                        FormattableString.Invariant(
                            $"Batch {update} names image {row}, and there are {count}, numbered from 0."
                        ),
                        nameof(batches)
                    );
        }
    }
}
