namespace Compare.Checks.Own;

/// <summary>One update of somebody's optimizer in single precision; what it remembers between updates is its own.</summary>
/// <param name="theta">The parameters, shape (n); to be overwritten.</param>
/// <param name="gradient">The gradient of the loss by them, shape (n).</param>
/// <param name="update">The number of the update, 1 for the first.</param>
public delegate void OptimizerStepSingle(Span<float> theta, ReadOnlySpan<float> gradient, int update);
