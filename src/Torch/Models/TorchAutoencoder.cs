using Compare.Torch.Loading;

namespace Compare.Torch.Models;

/// <summary>The autoencoder of the homework on libtorch: A = X W1^T, Z = s(A), Y = Z W2^T, without biases.</summary>
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
        : base(
            inputs,
            [new(hidden, activation, HasBias: false), new(inputs, null, HasBias: false)],
            "squared-error",
            comparesWithLabels: false,
            [w1, w2],
            options
        ) { }

    /// <summary>The names of the activations.</summary>
    public static IReadOnlyList<string> Activations => TorchActivations.Homework.Names;
}
