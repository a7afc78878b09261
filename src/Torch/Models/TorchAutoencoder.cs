using Compare.Torch.Loading;

namespace Compare.Torch.Models;

/// <summary>
/// The autoencoder of the homework on libtorch: A = X W1^T, Z = s(A), Y = Z W2^T, without biases. Gradients come from autograd only.
/// </summary>
/// <remarks>d is the number of pixels, k of hidden units. relu'(0) is 0, as libtorch has it.</remarks>
public sealed class TorchAutoencoder : TorchModel
{
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
        : this(TorchActivation.Named(activation), AtLeastOne(inputs), AtLeastOne(hidden), w1, w2, options) { }

    // The function first, so that a wrong name is told even where libtorch is missing.
    private TorchAutoencoder(
        Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> activation,
        int inputs,
        int hidden,
        double[] w1,
        double[] w2,
        TorchOptions? options
    )
        : base(
            inputs,
            [new("W1", hidden, inputs), new("W2", inputs, hidden)],
            [w1, w2],
            values => new AutoencoderModule(activation, values[0], values[1]),
            options
        ) { }

    /// <summary>The names of the activations.</summary>
    public static IReadOnlyList<string> Activations => TorchActivation.Names;

    private static int AtLeastOne(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return size;
    }
}
