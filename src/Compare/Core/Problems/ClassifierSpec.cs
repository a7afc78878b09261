using Compare.Problems.Data;
using Compare.Results;

namespace Compare.Problems;

/// <summary>
/// The homework's classifier: fully connected layers with biases, relu after all but the last, softmax cross-entropy. Parameters
/// W1 (n1 x n0), b1 (1 x n1), W2 and so on.
/// </summary>
/// <param name="Widths">n0 to the number of classes; 784, 256, 256, 10 in the homework. At least two.</param>
public sealed record ClassifierSpec(IReadOnlyList<int> Widths) : ModelSpec
{
    /// <inheritdoc/>
    public override string Kind => "classifier";

    /// <inheritdoc/>
    public override IReadOnlyList<(KeyPart Part, string Value)> KeyParts =>
        [(KeyPart.Family, Kind), (KeyPart.Size, string.Join('-', Widths))];

    /// <inheritdoc/>
    public override string Words => $"{Kind} {string.Join('-', Widths)}";

    /// <inheritdoc/>
    public override string Activation => "relu";

    /// <inheritdoc/>
    public override int Inputs => Widths[0];

    /// <inheritdoc/>
    public override PixelScaling Scaling => PixelScaling.Unit;

    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters =>
        [
            .. Enumerable
                .Range(1, Widths.Count - 1)
                .SelectMany(l =>
                    new ParameterShape[]
                    {
                        new(FormattableString.Invariant($"W{l}"), Widths[l], Widths[l - 1]),
                        new(FormattableString.Invariant($"b{l}"), 1, Widths[l]),
                    }
                ),
        ];

    /// <inheritdoc/>
    /// <remarks>Uniform in +-1/sqrt(fan in), weights and biases alike.</remarks>
    internal override double Draw(ParameterShape parameter, RandomSource random)
    {
        var layer = int.Parse(parameter.Name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        return (2 * random.NextDouble() - 1) / Math.Sqrt(Widths[layer - 1]);
    }

    /// <inheritdoc/>
    public bool Equals(ClassifierSpec? other) => other is not null && Widths.SequenceEqual(other.Widths);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
