namespace Compare.Problems;

/// <summary>What somebody computed for a problem.</summary>
/// <param name="Loss">The loss of the model; null where nobody gave it, so that nothing is said about it.</param>
/// <param name="Gradients">One array per parameter, named d + parameter, in the order of the parameters.</param>
public sealed record GradientTrace(double? Loss, IReadOnlyList<NamedArray> Gradients)
{
    /// <summary>The loss as an array, null where it was not given, followed by the gradients.</summary>
    public IReadOnlyList<NamedArray?> Tensors =>
        [Loss is { } loss ? NamedArray.Scalar("loss", loss) : null, .. Gradients];
}
