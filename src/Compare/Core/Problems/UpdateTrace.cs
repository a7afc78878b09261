namespace Compare.Problems;

/// <summary>The parameters before and after each update that somebody's program made, and the gradients that it was given.</summary>
/// <param name="Theta">theta, shape ((T + 1) x n): row t holds the parameters after t updates.</param>
/// <param name="Gradients">grad, shape (T x n): row t holds the gradient of update t + 1.</param>
/// <param name="Precision">The format in which the program computed.</param>
public sealed record UpdateTrace(NamedArray Theta, NamedArray Gradients, Precision Precision)
{
    /// <summary>What the step size of each update is, relative to that of the rule: a schedule, T numbers; null for a constant one.</summary>
    public IReadOnlyList<double>? StepSizeFactors { get; init; }

    /// <summary>How far each gradient may be from what the program took, shape (T x n); null where they are what it took.</summary>
    internal double[]? GradientErrors { get; init; }

    /// <summary>T, the number of updates.</summary>
    public int Updates => Gradients.Rows;

    /// <summary>n, the number of parameters.</summary>
    public int Parameters => Gradients.Columns;
}
