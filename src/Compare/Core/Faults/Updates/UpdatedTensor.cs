namespace Compare.Faults.Updates;

/// <summary>What one update did to one tensor, or to some of its elements.</summary>
/// <param name="Name">The tensor's name, for example <c>W1</c>.</param>
/// <param name="Before">theta before the update, shape (n).</param>
/// <param name="Gradient">The gradient that was given, shape (n).</param>
/// <param name="GradientBefore">The gradient of the update before, shape (n); null at the first update.</param>
/// <param name="After">theta after the update, shape (n).</param>
/// <param name="StateBefore">What the rule remembered before the update, by the names of its slots; null if nobody recorded it.</param>
/// <param name="StateAfter">The same after the update.</param>
internal sealed record UpdatedTensor(
    string Name,
    double[] Before,
    double[] Gradient,
    double[]? GradientBefore,
    double[] After,
    IReadOnlyDictionary<string, double[]>? StateBefore = null,
    IReadOnlyDictionary<string, double[]>? StateAfter = null
)
{
    /// <summary>How far each element of the gradient may be from the one that the program took, shape (n); null for no distance.</summary>
    public double[]? GradientError { get; init; }

    /// <summary>Some of its elements.</summary>
    /// <param name="elements">Their indices.</param>
    /// <returns>A tensor of the same name.</returns>
    public UpdatedTensor At(int[] elements)
    {
        double[] Of(double[] values) => Array.ConvertAll(elements, i => values[i]);
        IReadOnlyDictionary<string, double[]>? OfAll(IReadOnlyDictionary<string, double[]>? slots) =>
            slots?.ToDictionary(slot => slot.Key, slot => Of(slot.Value));
        return this with
        {
            Before = Of(Before),
            Gradient = Of(Gradient),
            GradientBefore = GradientBefore is null ? null : Of(GradientBefore),
            GradientError = GradientError is null ? null : Of(GradientError),
            After = Of(After),
            StateBefore = OfAll(StateBefore),
            StateAfter = OfAll(StateAfter),
        };
    }
}
