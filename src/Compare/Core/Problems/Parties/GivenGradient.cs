namespace Compare.Problems.Parties;

/// <summary>A gradient that was computed elsewhere: by somebody's function, or by a program that recorded it.</summary>
/// <param name="name">The name used in reports.</param>
/// <param name="gradient">From the problem to its trace.</param>
internal sealed class GivenGradient(string name, Func<Problem, GradientTrace> gradient) : IGradientSource
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public GradientTrace Gradient(Problem problem) => gradient(problem);
}
