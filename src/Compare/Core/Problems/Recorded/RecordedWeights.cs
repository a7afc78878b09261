namespace Compare.Problems.Recorded;

/// <summary>The weights of a linear autoencoder with the rows that they are for, in this program's orientation.</summary>
public sealed record RecordedWeights : RecordedTrace
{
    /// <summary>How the arrays lay in the archive.</summary>
    public required GradientLayout Layout { get; init; }

    /// <summary>X, the rows, shape (N x d).</summary>
    public required NamedArray X { get; init; }

    /// <summary>W1, shape (k x d), row after row.</summary>
    public required NamedArray W1 { get; init; }

    /// <summary>W2, shape (d x k), row after row.</summary>
    public required NamedArray W2 { get; init; }

    /// <summary>Whether W2 is W1 transposed because the archive says that the weights are tied.</summary>
    public required bool AreTied { get; init; }

    /// <summary>b1 (k), b2 (d), mean (d) and scale (d) by their names, as far as the archive has them.</summary>
    public required IReadOnlyDictionary<string, double[]> Vectors { get; init; }

    /// <summary>The weight decays and the tolerance by their names, as far as the archive has them.</summary>
    public required IReadOnlyDictionary<string, double> Numbers { get; init; }

    /// <summary>The name of the activation; null if the archive gives none.</summary>
    public required string? Activation { get; init; }

    /// <inheritdoc/>
    public override string Words =>
        FormattableString.Invariant(
            $"weights of a linear autoencoder, N = {Layout.Batch}, d = {Layout.Inputs}, k = {Layout.Hidden}, {Precision.Name()}"
        );

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes =>
        [
            .. new[] { X, W1, W2 }
                .Where((array, i) => Layout.Transposed[i] && !(AreTied && i == 2))
                .Select(array =>
                    FormattableString.Invariant(
                        $"{array.Name} is {array.Columns} x {array.Rows}, taken as the transpose."
                    )
                ),
            .. Activation is null ? new[] { "The archive names no activation, so it is the identity." } : [],
            .. FormatNotes,
        ];
}
