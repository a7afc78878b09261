namespace Compare.Checks.Runs;

/// <summary>The elements of a tensor that are kept of every update.</summary>
/// <param name="Name">The parameter tensor.</param>
/// <param name="Start">Where they begin among all that are kept.</param>
/// <param name="Elements">Their indices in the tensor, ascending.</param>
internal sealed record SampledTensor(string Name, int Start, int[] Elements)
{
    /// <summary>How many they are.</summary>
    public int Length => Elements.Length;
}
