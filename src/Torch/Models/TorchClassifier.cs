using Compare.Torch.Loading;

namespace Compare.Torch.Models;

/// <summary>
/// The classifier of the homework on libtorch: fully connected layers with biases, relu after all but the last, softmax
/// cross-entropy averaged over the batch.
/// </summary>
/// <remarks>relu'(0) is 0, as libtorch has it. Parameters: W1 (n1 x n0), b1 (1 x n1), W2 and so on.</remarks>
public sealed class TorchClassifier : TorchModel
{
    /// <summary>Makes the model; loads libtorch if it is not loaded yet.</summary>
    /// <param name="widths">n0, the pixels, to the number of classes; at least two, each at least 1.</param>
    /// <param name="values">W1, b1, W2, b2 and so on, each row after row; copied.</param>
    /// <param name="options">Precision and device; null for float64 on the device that <see cref="TorchDevice.Auto"/> finds.</param>
    /// <exception cref="ArgumentException">The number or the lengths of the arrays are not those of the widths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two widths, or one is less than 1.</exception>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded, or CUDA is asked for and is not available.</exception>
    public TorchClassifier(IReadOnlyList<int> widths, IReadOnlyList<double[]> values, TorchOptions? options = null)
        : base(
            widths.Count > 0 ? widths[0] : 0,
            [
                .. widths
                    .Skip(1)
                    .Select((units, l) => new TorchLayer(units, l + 2 < widths.Count ? "relu" : null, HasBias: true)),
            ],
            "cross-entropy",
            comparesWithLabels: true,
            values,
            options
        ) { }
}
