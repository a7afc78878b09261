using Compare.Torch.Loading;

namespace Compare.Torch.Models;

/// <summary>
/// Any chain of fully connected layers on libtorch: H_l = s_l(H_(l-1) W_l^T + b_l), with a loss after the last. Gradients come from
/// autograd only.
/// </summary>
/// <param name="inputs">n0, the pixels of an image, at least 1.</param>
/// <param name="layers">At least one, each with at least one unit.</param>
/// <param name="loss">One of <see cref="Losses"/>.</param>
/// <param name="comparesWithLabels">Whether the outputs are compared with labels; otherwise with the inputs.</param>
/// <param name="values">W1, b1, W2, b2 and so on, each row after row; copied.</param>
/// <param name="options">Precision and device; null for float64 on the device that <see cref="TorchDevice.Auto"/> finds.</param>
/// <param name="activations">Where the names of activations are looked up; null for those of the homework.</param>
/// <remarks>Parameters: W1 (n1 x n0), b1 (1 x n1) where the layer has biases, W2 and so on.</remarks>
/// <exception cref="ArgumentException">The loss or an activation is unknown, or number or lengths of the arrays are not those of the layers.</exception>
/// <exception cref="ArgumentOutOfRangeException">There is no layer, or a size is less than 1.</exception>
/// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded, or CUDA is asked for and is not available.</exception>
public sealed class TorchNetwork(
    int inputs,
    IReadOnlyList<TorchLayer> layers,
    string loss,
    bool comparesWithLabels,
    IReadOnlyList<double[]> values,
    TorchOptions? options = null,
    TorchActivations? activations = null
) : TorchModel(inputs, layers, loss, comparesWithLabels, values, options, activations)
{
    /// <summary>The names of the losses.</summary>
    public static IReadOnlyList<string> Losses => TorchLoss.Names;
}
