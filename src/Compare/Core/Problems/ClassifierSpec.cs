using Compare.Problems.Data;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Results;

namespace Compare.Problems;

/// <summary>
/// The homework's classifier: fully connected layers with biases, an activation after all but the last, softmax cross-entropy.
/// Parameters W1 (n1 x n0), b1 (1 x n1), W2 and so on.
/// </summary>
/// <param name="Widths">n0 to the number of classes; 784, 256, 256, 10 in the homework. At least two.</param>
public sealed record ClassifierSpec(IReadOnlyList<int> Widths) : ModelSpec
{
    /// <summary>The activation of the homework's classifier, which its name does not tell.</summary>
    private static readonly Activation Homework = Activation.Named("relu");

    /// <summary>The activation after all layers but the last.</summary>
    public Activation Function { get; init; } = Homework;

    /// <inheritdoc/>
    public override string Kind => "classifier";

    /// <inheritdoc/>
    public override IReadOnlyList<(KeyPart Part, string Value)> KeyParts =>
        Function.Equals(Homework)
            ? [(KeyPart.Family, Kind), (KeyPart.Size, Sizes)]
            : [(KeyPart.Family, Kind), (KeyPart.Activation, Function.Name), (KeyPart.Size, Sizes)];

    /// <inheritdoc/>
    public override string Words => Function.Equals(Homework) ? $"{Kind} {Sizes}" : $"{Kind} {Sizes}, {Function}";

    /// <inheritdoc/>
    public override int Inputs => Widths[0];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSpec> Layers =>
        [
            .. Widths
                .Skip(1)
                .Select(
                    (units, l) => new LayerSpec(units, l + 2 < Widths.Count ? Function : Activation.None, HasBias: true)
                ),
        ];

    /// <inheritdoc/>
    public override LossFunction Loss => LossFunction.CrossEntropy;

    /// <inheritdoc/>
    public override Target Target => Target.Labels;

    /// <inheritdoc/>
    public override PixelScaling Scaling => PixelScaling.Unit;

    /// <inheritdoc/>
    public override Initialisation Initialisation => new Initialisation.UniformByInputs();

    private string Sizes => string.Join('-', Widths);

    /// <inheritdoc/>
    public override ClassifierSpec With(Activation activation) => this with { Function = activation };

    /// <inheritdoc/>
    public bool Equals(ClassifierSpec? other) =>
        other is not null && Widths.SequenceEqual(other.Widths) && Function.Equals(other.Function);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
