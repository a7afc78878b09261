using Compare.Torch.Loading;
using TorchSharp;

namespace Compare.Torch.Models;

/// <summary>
/// Any chain of fully connected layers on libtorch: H_l = s_l(H_(l-1) W_l^T + b_l), with a loss after the last. Gradients come from
/// autograd only.
/// </summary>
/// <remarks>Parameters: W1 (n1 x n0), b1 (1 x n1) where the layer has biases, W2 and so on.</remarks>
public class TorchNetwork : TorchModel
{
    private readonly int _classes;

    /// <summary>Makes the network; loads libtorch if it is not loaded yet.</summary>
    /// <param name="inputs">n0, the pixels of an image, at least 1.</param>
    /// <param name="layers">At least one, each with at least one unit.</param>
    /// <param name="loss">One of <see cref="Losses"/>.</param>
    /// <param name="comparesWithLabels">Whether the outputs are compared with labels; otherwise with the inputs.</param>
    /// <param name="values">W1, b1, W2, b2 and so on, each row after row; copied.</param>
    /// <param name="options">Precision and device; null for float64 on the device that <see cref="TorchDevice.Auto"/> finds.</param>
    /// <param name="activations">Where the names of activations are looked up; null for those of the homework.</param>
    /// <exception cref="ArgumentException">The loss or an activation is unknown, or number or lengths of the arrays are not those of the layers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no layer, or a size is less than 1.</exception>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded, or CUDA is asked for and is not available.</exception>
    public TorchNetwork(
        int inputs,
        IReadOnlyList<TorchLayer> layers,
        string loss,
        bool comparesWithLabels,
        IReadOnlyList<double[]> values,
        TorchOptions? options = null,
        TorchActivations? activations = null
    )
        : this(
            inputs,
            layers,
            [
                .. layers.Select(layer =>
                    layer.Activation is { } name ? (activations ?? TorchActivations.Homework).Named(name) : null
                ),
            ],
            TorchLoss.Named(loss),
            comparesWithLabels,
            values,
            options
        ) { }

    // The functions first, so that a wrong name is told even where libtorch is missing.
    private TorchNetwork(
        int inputs,
        IReadOnlyList<TorchLayer> layers,
        IReadOnlyList<Func<torch.Tensor, torch.Tensor>?> functions,
        (bool TakesClasses, Func<torch.Tensor, torch.Tensor, torch.Tensor> Function) loss,
        bool comparesWithLabels,
        IReadOnlyList<double[]> values,
        TorchOptions? options
    )
        : base(
            inputs,
            Shapes(inputs, layers, values.Count),
            values,
            parameters => new NetworkModule(layers, functions, loss, parameters),
            options
        ) => _classes = comparesWithLabels ? layers[^1].Units : 0;

    /// <summary>The names of the losses.</summary>
    public static IReadOnlyList<string> Losses => TorchLoss.Names;

    /// <inheritdoc/>
    private protected override int Classes => _classes;

    private static List<TorchParameter> Shapes(int inputs, IReadOnlyList<TorchLayer> layers, int arrays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers.Count, 1, nameof(layers));
        var shapes = new List<TorchParameter>();
        for (var l = 0; l < layers.Count; l++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(layers[l].Units, 1, nameof(layers));
            var before = l == 0 ? inputs : layers[l - 1].Units;
            shapes.Add(new TorchParameter(FormattableString.Invariant($"W{l + 1}"), layers[l].Units, before));
            if (layers[l].HasBias)
                shapes.Add(new TorchParameter(FormattableString.Invariant($"b{l + 1}"), 1, layers[l].Units));
        }
        if (arrays != shapes.Count)
            throw new ArgumentException(
                $"{layers.Count} layers have {shapes.Count} parameters, {arrays} arrays were given.",
                nameof(layers)
            );
        return shapes;
    }
}
