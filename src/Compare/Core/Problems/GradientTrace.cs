namespace Compare.Problems;

/// <summary>What a side computed for a problem.</summary>
/// <param name="Loss">Eq. (1).</param>
/// <param name="Gradients">One tensor per parameter, named d + parameter, in the order of the parameters.</param>
public sealed record GradientTrace(double Loss, IReadOnlyList<NamedArray> Gradients)
{
    /// <summary>The loss as a tensor, followed by the gradients.</summary>
    public IReadOnlyList<NamedArray> Tensors => [NamedArray.Scalar("loss", Loss), .. Gradients];
}
