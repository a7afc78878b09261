using Compare.Checks.Runs;
using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;

namespace Compare.Checks.Models;

/// <summary>A tensor of a pass of both models.</summary>
/// <param name="Tensor">What it is.</param>
/// <param name="A">The module's.</param>
/// <param name="B">The twin's, in the orientation of the module.</param>
/// <param name="Decides">Whether both have to have it; what a layer gives on the way may differ, if nothing comes of it.</param>
/// <param name="Layer">The layer that it belongs to; null for none.</param>
internal sealed record ModelPlace(RunTensor Tensor, NpyArray A, NpyArray B, bool Decides, string? Layer)
{
    /// <summary>How far the two are apart.</summary>
    public TensorDifference Difference { get; } =
        TensorDifference.Of(A, B, isTransposed: false)
        ?? throw new ArgumentException($"{Tensor.Words} is a text.", nameof(A));

    /// <summary>How far rounding may bring them apart.</summary>
    public double Allowed { get; set; }

    /// <summary>Difference / allowed.</summary>
    public double Ratio => Difference.Largest == 0 ? 0 : Difference.Largest / Allowed;
}
