namespace Compare.Problems.Recorded;

/// <summary>One way to read the arrays of a gradient: their sizes, and which of them are the transposes of ours.</summary>
/// <param name="Batch">B, the number of images.</param>
/// <param name="Inputs">d, the pixels of an image.</param>
/// <param name="Hidden">k, the hidden units.</param>
/// <param name="X">Whether X is (d x B) rather than (B x d).</param>
/// <param name="W1">Whether W1 is (d x k) rather than (k x d).</param>
/// <param name="W2">Whether W2 is (k x d) rather than (d x k).</param>
/// <param name="DW1">Whether dW1 is (d x k) rather than (k x d).</param>
/// <param name="DW2">Whether dW2 is (k x d) rather than (d x k).</param>
public sealed record GradientLayout(int Batch, int Inputs, int Hidden, bool X, bool W1, bool W2, bool DW1, bool DW2)
{
    /// <summary>The names of the five arrays.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["X", "W1", "W2", "dW1", "dW2"];

    /// <summary>Whether each of the arrays is the transpose of ours, in the order of <see cref="Names"/>.</summary>
    internal IReadOnlyList<bool> Transposed => [X, W1, W2, DW1, DW2];

    /// <summary>Sizes and orientations in words.</summary>
    public string Words
    {
        get
        {
            var sizes = FormattableString.Invariant($"B = {Batch}, d = {Inputs}, k = {Hidden}");
            var transposed = Names.Where((_, i) => Transposed[i]).ToArray();
            return transposed.Length == 0 ? sizes : $"{sizes}, transposed: {string.Join(", ", transposed)}";
        }
    }

    /// <summary>Lists the ways in which shapes can be read.</summary>
    /// <param name="shapes">Rows and columns of the first arrays of <see cref="Names"/>, at least X.</param>
    /// <returns>
    /// The ways, the default first: X as (B x d) where that fits, then W1 as (k x d), then W2 as (d x k). A gradient of the
    /// shape of its matrix lies as the matrix does; one of the transposed shape, the other way. What is unknown yet (k without
    /// W1, a missing array) is left 0 or false.
    /// </returns>
    internal static IReadOnlyList<GradientLayout> Fitting(IReadOnlyList<(int Rows, int Columns)> shapes)
    {
        List<GradientLayout> layouts = [];
        foreach (var x in (ReadOnlySpan<bool>)[false, true])
        {
            var (batch, inputs) = Turn(shapes[0], x);
            layouts.Add(new GradientLayout(batch, inputs, 0, x, false, false, false, false));
        }
        if (shapes.Count > 1)
            layouts = [.. layouts.SelectMany(layout => WithW1(layout, shapes[1]))];
        if (shapes.Count > 2)
            layouts = [.. layouts.SelectMany(layout => WithW2(layout, shapes[2]))];
        if (shapes.Count > 3)
            layouts = [.. layouts.SelectMany(layout => WithDW1(layout, shapes[1], shapes[3]))];
        if (shapes.Count > 4)
            layouts = [.. layouts.SelectMany(layout => WithDW2(layout, shapes[2], shapes[4]))];
        return layouts;
    }

    private static IEnumerable<GradientLayout> WithW1(GradientLayout layout, (int, int) shape)
    {
        foreach (var transposed in new[] { false, true })
        {
            var (hidden, inputs) = Turn(shape, transposed);
            if (inputs == layout.Inputs)
                yield return layout with
                {
                    Hidden = hidden,
                    W1 = transposed,
                };
        }
    }

    private static IEnumerable<GradientLayout> WithW2(GradientLayout layout, (int, int) shape)
    {
        foreach (var transposed in new[] { false, true })
            if (Turn(shape, transposed) == (layout.Inputs, layout.Hidden))
                yield return layout with
                {
                    W2 = transposed,
                };
    }

    private static IEnumerable<GradientLayout> WithDW1(GradientLayout layout, (int, int) matrix, (int, int) gradient) =>
        Follow(layout.W1, matrix, gradient).Select(transposed => layout with { DW1 = transposed });

    private static IEnumerable<GradientLayout> WithDW2(GradientLayout layout, (int, int) matrix, (int, int) gradient) =>
        Follow(layout.W2, matrix, gradient).Select(transposed => layout with { DW2 = transposed });

    private static bool[] Follow(bool transposed, (int, int) matrix, (int, int) gradient) =>
        gradient == matrix ? [transposed]
        : gradient == Turn(matrix, true) ? [!transposed]
        : [];

    private static (int Rows, int Columns) Turn((int Rows, int Columns) shape, bool transposed) =>
        transposed ? (shape.Columns, shape.Rows) : shape;
}
