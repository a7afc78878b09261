using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Sides;

namespace Compare.Commands;

/// <summary>What every section of a run starts from.</summary>
/// <param name="Settings">The resolved options.</param>
/// <param name="Images">Training images.</param>
/// <param name="Reference">The from-scratch side.</param>
/// <param name="Torch">The TorchSharp side.</param>
internal sealed record SectionInputs(RunSettings Settings, ImageSet Images, ReferenceSide Reference, TorchSide Torch)
{
    /// <summary>Training and test images.</summary>
    public required Dataset Data { get; init; }
}
