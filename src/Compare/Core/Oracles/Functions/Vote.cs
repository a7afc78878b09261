using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>What one party holds for the gradient.</summary>
/// <param name="Party">Its name in findings.</param>
/// <param name="Tensors">
/// One tensor per argument; two gradients may differ by twice the bound of an element, which is infinite where the party has no opinion.
/// </param>
/// <param name="Basis">Whether its bounds are theorems or estimates.</param>
/// <param name="Note">What a reader must know of its bounds; null for nothing.</param>
internal sealed record Vote(string Party, IReadOnlyList<JudgedTensor> Tensors, Basis Basis, string? Note)
{
    /// <summary>Why it can say nothing at all, and what would change that; null where it can.</summary>
    public string? Doubt { get; init; }
}
