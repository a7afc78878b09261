using Compare.Reference.Optimizers;

namespace Compare.Problems.Parties;

/// <summary>A side whose gradient was computed elsewhere: by somebody's function, or by a program that recorded it.</summary>
/// <param name="name">The name used in reports.</param>
/// <param name="gradient">From the problem to its trace.</param>
internal sealed class GivenGradient(string name, Func<Problem, GradientTrace> gradient) : ISide
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public GradientTrace Gradient(Problem problem) => gradient(problem);

    /// <inheritdoc/>
    public ITraining Start(
        ModelSpec model,
        Precision precision,
        IReadOnlyList<NamedArray> parameters,
        Optimizer rule
    ) => throw new NotSupportedException($"{name} has a gradient and nothing else.");
}
