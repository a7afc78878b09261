using Compare.Problems.Data;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Results;

namespace Compare.Problems;

/// <summary>The homework's autoencoder: one hidden layer, no biases, parameters W1 (k x d) and W2 (d x k).</summary>
/// <param name="Function">The activation of the hidden layer.</param>
/// <param name="Inputs">d, the pixels of an image.</param>
/// <param name="Hidden">k, the hidden units.</param>
public sealed record AutoencoderSpec(Activation Function, int Inputs, int Hidden) : ModelSpec
{
    /// <summary>Names an autoencoder by the name of its activation.</summary>
    /// <param name="function">One of <see cref="Activation.Names"/>; the derivative of relu at 0 is 0, as libtorch has it.</param>
    /// <param name="inputs">d, the pixels of an image.</param>
    /// <param name="hidden">k, the hidden units.</param>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    public AutoencoderSpec(string function, int inputs, int hidden)
        : this(Activation.Named(function), inputs, hidden) { }

    /// <inheritdoc/>
    public override string Kind => "autoencoder";

    /// <inheritdoc/>
    public override IReadOnlyList<(KeyPart Part, string Value)> KeyParts =>
        [
            (KeyPart.Family, Kind),
            (KeyPart.Activation, Function.Name),
            (KeyPart.Size, FormattableString.Invariant($"{Hidden}")),
        ];

    /// <inheritdoc/>
    public override string Words => FormattableString.Invariant($"{Kind}, {Function}, k = {Hidden}");

    /// <inheritdoc/>
    public override int Inputs { get; } = Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSpec> Layers =>
        [new(Hidden, Function, HasBias: false), new(Inputs, Activation.None, HasBias: false)];

    /// <inheritdoc/>
    public override LossFunction Loss => LossFunction.SquaredError;

    /// <inheritdoc/>
    public override Target Target => Target.Inputs;

    /// <inheritdoc/>
    public override PixelScaling Scaling => PixelScaling.Centred;

    /// <inheritdoc/>
    public override Initialisation Initialisation => new Initialisation.Normal(0.02);

    /// <inheritdoc/>
    public override AutoencoderSpec With(Activation activation) => this with { Function = activation };
}
