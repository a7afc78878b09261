namespace Compare.Problems.Recorded;

/// <summary>The gradient of an autoencoder at one point, in this program's orientation.</summary>
public sealed record RecordedGradient : RecordedTrace
{
    /// <summary>How the arrays lay in the archive.</summary>
    public required GradientLayout Layout { get; init; }

    /// <summary>The other ways in which the same shapes can be read; empty unless sides happen to be equal.</summary>
    public required IReadOnlyList<GradientLayout> OtherLayouts { get; init; }

    /// <summary>X, the images, shape (B x d).</summary>
    public required NamedArray X { get; init; }

    /// <summary>W1, shape (k x d), and W2, shape (d x k).</summary>
    public required IReadOnlyList<NamedArray> Parameters { get; init; }

    /// <summary>dW1, shape (k x d), and dW2, shape (d x k).</summary>
    public required IReadOnlyList<NamedArray> Gradients { get; init; }

    /// <summary>b1, shape (1 x k), and b2, shape (1 x d), with their gradients; null for a layer without.</summary>
    internal IReadOnlyList<RecordedBias?> Biases { get; init; } = [null, null];

    /// <summary>The loss that the archive names; null if it does not.</summary>
    public required double? Loss { get; init; }

    /// <summary>The name of the activation; null if the archive gives none.</summary>
    public required string? Activation { get; init; }

    /// <inheritdoc/>
    public override string Words =>
        FormattableString.Invariant(
            $"gradient of an autoencoder, B = {Layout.Batch}, d = {Layout.Inputs}, k = {Layout.Hidden}, {Precision.Name()}"
        );

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes
    {
        get
        {
            List<string> notes = [];
            NamedArray[] tensors = [X, .. Parameters, .. Gradients];
            for (var i = 0; i < tensors.Length; i++)
                if (Layout.Transposed[i])
                    notes.Add(
                        FormattableString.Invariant(
                            $"{tensors[i].Name} is {tensors[i].Columns} x {tensors[i].Rows}, taken as the transpose of {Letters(tensors[i].Name)}."
                        )
                    );
            if (Layout.W1 != Layout.DW1)
                notes.Add("dW1 has the shape of the transpose of W1.");
            if (Layout.W2 != Layout.DW2)
                notes.Add("dW2 has the shape of the transpose of W2.");
            if (OtherLayouts.Count > 0)
                notes.Add(
                    $"The orientation is ambiguous: the shapes are read as {Layout.Words}, the default; they could also be "
                        + $"{string.Join("; or ", OtherLayouts.Select(other => other.Words))}."
                );
            return [.. notes, .. FormatNotes];
        }
    }

    /// <summary>The same archive, read in another way.</summary>
    /// <param name="layout">One of <see cref="OtherLayouts"/>.</param>
    /// <returns>The trace with its arrays turned accordingly; this way is among the others of that one.</returns>
    /// <exception cref="ArgumentException">It is not one of them.</exception>
    public RecordedGradient ReadAs(GradientLayout layout)
    {
        if (!OtherLayouts.Contains(layout))
            throw new ArgumentException($"The shapes cannot be read as {layout.Words}.", nameof(layout));
        NamedArray Turned(NamedArray tensor, int array) =>
            layout.Transposed[array] == Layout.Transposed[array] ? tensor : Transpose(tensor);
        return this with
        {
            Layout = layout,
            OtherLayouts = [Layout, .. OtherLayouts.Where(other => other != layout)],
            X = Turned(X, 0),
            Parameters = [Turned(Parameters[0], 1), Turned(Parameters[1], 2)],
            Gradients = [Turned(Gradients[0], 3), Turned(Gradients[1], 4)],
        };
    }

    /// <summary>The transpose, newly allocated, under the same name.</summary>
    internal static NamedArray Transpose(NamedArray tensor)
    {
        var (rows, columns) = (tensor.Columns, tensor.Rows);
        var values = new double[tensor.Values.Length];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i * columns + j] = tensor.Values[j * rows + i];
        return new NamedArray(tensor.Name, rows, columns, values);
    }

    private static string Letters(string name) =>
        name switch
        {
            "X" => "B x d",
            "W1" or "dW1" => "k x d",
            _ => "d x k",
        };
}
