using Compare.Torch.Loading;

namespace Compare.Torch.Models;

/// <summary>
/// The classifier of the homework on libtorch: fully connected layers with biases, relu after all but the last, softmax
/// cross-entropy averaged over the batch. Gradients come from autograd only.
/// </summary>
/// <remarks>relu'(0) is 0, as libtorch has it. Parameters: W1 (n1 x n0), b1 (1 x n1), W2 and so on.</remarks>
public sealed class TorchClassifier : TorchModel
{
    private readonly int _classes;

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
            Shapes(widths, values.Count),
            values,
            tensors => new ClassifierModule(tensors),
            options
        ) => _classes = widths[^1];

    /// <inheritdoc/>
    private protected override int Classes => _classes;

    private static List<TorchParameter> Shapes(IReadOnlyList<int> widths, int arrays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widths.Count, 2, nameof(widths));
        foreach (var width in widths)
            ArgumentOutOfRangeException.ThrowIfLessThan(width, 1, nameof(widths));
        var shapes = new List<TorchParameter>();
        for (var l = 1; l < widths.Count; l++)
        {
            shapes.Add(new TorchParameter(FormattableString.Invariant($"W{l}"), widths[l], widths[l - 1]));
            shapes.Add(new TorchParameter(FormattableString.Invariant($"b{l}"), 1, widths[l]));
        }
        if (arrays != shapes.Count)
            throw new ArgumentException(
                $"{widths.Count - 1} layers have {shapes.Count} parameters, {arrays} arrays were given.",
                nameof(widths)
            );
        return shapes;
    }
}
