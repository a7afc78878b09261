using Compare.Reference.Optimizers;
using Compare.Reports;

namespace Compare.Causes.Updates;

/// <summary>Measures which mistakes of the catalogue a comparison of updates would have caught.</summary>
/// <remarks>
/// A mistake is caught where it moves a number by more than the check allows and its own rounding explains. Each is tried alone, on the
/// elements of the evidence; on more elements a check can only catch more.
/// </remarks>
/// <param name="Caught">Mistakes that would have been caught.</param>
/// <param name="Survivors">What would have passed, in words.</param>
/// <param name="Sensitivity">The smallest error of a step that would have been noticed, relative to the step; infinite if none would.</param>
/// <param name="Elements">How many elements were tried.</param>
internal sealed record UpdatePower(int Caught, IReadOnlyList<string> Survivors, double Sensitivity, int Elements)
{
    private const int MostSurvivors = 6;

    /// <summary>The power in words.</summary>
    public string Words
    {
        get
        {
            var total = Caught + Survivors.Count;
            var survivors =
                Survivors.Count == 0 ? ""
                : Survivors.Count <= MostSurvivors ? $", not: {string.Join("; ", Survivors)}"
                : $", not: {string.Join("; ", Survivors.Take(MostSurvivors))} and {Numbers.Text((long)(Survivors.Count - MostSurvivors))} more";
            return $"{Numbers.Text((long)Caught)} of {Numbers.Text((long)total)} mistakes of the catalogue would have been caught{survivors}; "
                + $"a relative error of {Numbers.Text(Sensitivity)} in a step would have been noticed (measured on {Numbers.Text((long)Elements)} elements)";
        }
    }

    /// <summary>Measures.</summary>
    /// <param name="rule">The right rule.</param>
    /// <param name="evidence">Updates that it reproduces.</param>
    /// <param name="slot">The slot that is compared; null for all that was recorded.</param>
    /// <returns>The power; of a slot, among the mistakes that change it at all.</returns>
    public static UpdatePower Of(Optimizer rule, UpdateEvidence evidence, string? slot = null)
    {
        List<(double Recorded, double Replayed, double Allowed)> right = [];
        var sensitivity = double.PositiveInfinity;
        var variant = new UpdateVariant(rule);
        UpdateComparison.Compare(
            variant,
            evidence,
            (record, p, part, i, recorded, replayed, allowed) =>
            {
                right.Add((recorded, replayed, allowed));
                var updated = evidence.Records[record].Tensors[p];
                if (part == slot)
                {
                    var before = part is null ? updated.Before[i] : updated.StateBefore![part][i];
                    var ratio = allowed / Math.Abs(recorded - before);
                    if (ratio < sensitivity)
                        sensitivity = ratio;
                }
                return true;
            }
        );
        var caught = 0;
        List<string> survivors = [];
        foreach (var mistake in UpdateCatalogue.For(rule, evidence.Records[0].Tensors.Count))
        {
            var planted = mistake.Plant(variant)!;
            // What is left out depends on the program; here every element is.
            if (planted.Omission == UpdateOmission.Elements)
                planted = planted with { Omission = UpdateOmission.LastTensor };
            var (isCaught, changes) = Try(planted, evidence, right, slot);
            if (isCaught)
                caught++;
            else if (slot is null || changes)
                survivors.Add(mistake.Cause.Words);
        }
        return new UpdatePower(
            caught,
            survivors,
            sensitivity,
            evidence.Records[0].Tensors.Sum(tensor => tensor.Before.Length)
        );
    }

    private static (bool IsCaught, bool Changes) Try(
        UpdateVariant mistaken,
        UpdateEvidence evidence,
        List<(double Recorded, double Replayed, double Allowed)> right,
        string? slot
    )
    {
        bool isCaught = false,
            changes = false;
        var at = 0;
        UpdateComparison.Compare(
            mistaken,
            evidence,
            (_, _, part, _, _, replayed, allowed) =>
            {
                var (value, unmistaken, bound) = right[at++];
                if (slot is not null && part != slot)
                    return true;
                changes |= replayed != unmistaken;
                // The mistaken program's own rounding might bring it nearer: half of what two may be apart.
                isCaught = !(Math.Abs(replayed - value) <= bound + allowed / 2);
                return !isCaught;
            }
        );
        return (isCaught, changes);
    }
}
