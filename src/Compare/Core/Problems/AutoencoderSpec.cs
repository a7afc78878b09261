using Compare.Problems.Data;
using Compare.Results;

namespace Compare.Problems;

/// <summary>The homework's autoencoder: one hidden layer, no biases, parameters W1 (k x d) and W2 (d x k).</summary>
/// <param name="Function">Name of the activation function.</param>
/// <param name="Inputs">d, the pixels of an image.</param>
/// <param name="Hidden">k, the hidden units.</param>
public sealed record AutoencoderSpec(string Function, int Inputs, int Hidden) : ModelSpec
{
    /// <summary>Standard deviation of the initial weights, as in the homework.</summary>
    public const double InitialDeviation = 0.02;

    /// <inheritdoc/>
    public override string Kind => "autoencoder";

    /// <inheritdoc/>
    public override IReadOnlyList<(KeyPart Part, string Value)> KeyParts =>
        [
            (KeyPart.Family, Kind),
            (KeyPart.Activation, Function),
            (KeyPart.Size, FormattableString.Invariant($"{Hidden}")),
        ];

    /// <inheritdoc/>
    public override string Words => FormattableString.Invariant($"{Kind}, {Function}, k = {Hidden}");

    /// <inheritdoc/>
    public override string Activation => Function;

    /// <inheritdoc/>
    public override int Inputs { get; } = Inputs;

    /// <inheritdoc/>
    public override PixelScaling Scaling => PixelScaling.Centred;

    /// <inheritdoc/>
    public override bool NeedsLabels => false;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters => [new("W1", Hidden, Inputs), new("W2", Inputs, Hidden)];

    /// <inheritdoc/>
    internal override double Draw(ParameterShape parameter, RandomSource random) =>
        InitialDeviation * random.NextNormal();
}
