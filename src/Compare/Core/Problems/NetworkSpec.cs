using Compare.Problems.Data;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Results;

namespace Compare.Problems;

/// <summary>Any chain of fully connected layers.</summary>
public sealed record NetworkSpec : ModelSpec
{
    /// <summary>Describes a network.</summary>
    /// <param name="inputs">d, the pixels of an image, at least 1.</param>
    /// <param name="layers">At least one, each with at least one unit.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="target">What the outputs are compared with.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, a size is less than 1, or loss and sizes do not fit what the outputs are compared with.
    /// </exception>
    public NetworkSpec(int inputs, IReadOnlyList<LayerSpec> layers, LossFunction loss, Target target)
    {
        if (layers.Count == 0)
            throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        if (inputs < 1 || layers.Any(layer => layer.Units < 1))
            throw new ArgumentException(
                "A network needs at least one input, and one unit in each layer.",
                nameof(layers)
            );
        if (target == Target.Inputs && loss.TakesClasses)
            throw new ArgumentException(
                $"The loss {loss.Name} compares with labels, not with the inputs.",
                nameof(target)
            );
        if (target == Target.Inputs && layers[^1].Units != inputs)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{layers[^1].Units} outputs cannot be compared with {inputs} inputs; there must be as many."
                ),
                nameof(layers)
            );
        (Inputs, Layers, Loss, Target) = (inputs, layers, loss, target);
    }

    /// <inheritdoc/>
    public override string Kind => "network";

    /// <inheritdoc/>
    /// <remarks>What is usual is left out: biases in every layer, labels as the target.</remarks>
    public override IReadOnlyList<(KeyPart Part, string Value)> KeyParts =>
        [
            (KeyPart.Family, Kind),
            (KeyPart.Activation, string.Join('-', ActivationNames)),
            (KeyPart.Size, Sizes + (HasAllBiases ? "" : $"-bias-{Biases}")),
            (KeyPart.Loss, Target == Target.Labels ? Loss.Name : $"{Loss.Name}-of-inputs"),
        ];

    /// <inheritdoc/>
    public override string Words =>
        $"{Kind} {Sizes}, {string.Join(", ", ActivationNames)}, {Loss.Name} against {(Target == Target.Labels ? "labels" : "inputs")}{(HasAllBiases ? "" : $", biases {Biases}")}";

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSpec> Layers { get; }

    /// <inheritdoc/>
    public override LossFunction Loss { get; }

    /// <inheritdoc/>
    public override Target Target { get; }

    /// <inheritdoc/>
    public override PixelScaling Scaling => Target == Target.Inputs ? PixelScaling.Centred : PixelScaling.Unit;

    /// <inheritdoc/>
    public override Initialisation Initialisation { get; } = new Initialisation.UniformByInputs();

    /// <summary>One name for each layer, less the last where it has no activation.</summary>
    private IEnumerable<string> ActivationNames =>
        Layers
            .Take(Layers.Count == 1 || ActivatesOutputs ? Layers.Count : Layers.Count - 1)
            .Select(layer => layer.Activation.Name);

    private string Sizes => string.Join('-', Layers.Select(layer => layer.Units).Prepend(Inputs));

    private bool HasAllBiases => Layers.All(layer => layer.HasBias);

    private string Biases =>
        Layers.Any(layer => layer.HasBias)
            ? string.Join('-', Layers.Select(layer => layer.HasBias ? "yes" : "no"))
            : "none";

    /// <inheritdoc/>
    public override NetworkSpec With(Activation activation) =>
        new(
            Inputs,
            [.. Layers.Select((layer, l) => l < Layers.Count - 1 ? layer with { Activation = activation } : layer)],
            Loss,
            Target
        );

    /// <inheritdoc/>
    public bool Equals(NetworkSpec? other) =>
        other is not null
        && Inputs == other.Inputs
        && Layers.SequenceEqual(other.Layers)
        && Loss == other.Loss
        && Target == other.Target;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
