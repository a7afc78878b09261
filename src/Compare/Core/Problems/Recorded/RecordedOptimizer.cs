namespace Compare.Problems.Recorded;

/// <summary>The parameters before and after each update of an optimizer, and the gradients that it was given.</summary>
public sealed record RecordedOptimizer : RecordedTrace
{
    /// <summary>theta, shape ((T + 1) x n): row t holds the parameters after t updates.</summary>
    public required NamedArray Theta { get; init; }

    /// <summary>grad, shape (T x n): row t holds the gradient of update t + 1, taken at row t of <see cref="Theta"/>.</summary>
    public required NamedArray Gradients { get; init; }

    /// <summary>The step size that the archive names; null if it does not.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>What else the archive says of the rule: hyper-parameters and options under the names that frameworks have for them.</summary>
    public IReadOnlyDictionary<string, double> Declared { get; init; } = new Dictionary<string, double>();

    /// <summary>The name of the rule that the archive gives, as it stands there; null if it gives none.</summary>
    public required string? Name { get; init; }

    /// <summary>The updates, without what the file says about them.</summary>
    public UpdateTrace Trace => new(Theta, Gradients, Precision) { GradientErrors = GradientErrors };

    /// <summary>As <see cref="UpdateTrace.GradientErrors"/>.</summary>
    internal double[]? GradientErrors { get; init; }

    /// <summary>The same file with other updates.</summary>
    /// <param name="trace">The updates.</param>
    /// <returns>What the file says of its rule, of them.</returns>
    internal RecordedOptimizer Of(UpdateTrace trace) =>
        this with
        {
            Theta = trace.Theta,
            Gradients = trace.Gradients,
            GradientErrors = trace.GradientErrors,
        };

    /// <inheritdoc/>
    public override string Words =>
        FormattableString.Invariant($"optimizer, T = {Trace.Updates}, n = {Trace.Parameters}, {Precision.Name()}");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => FormatNotes;
}
