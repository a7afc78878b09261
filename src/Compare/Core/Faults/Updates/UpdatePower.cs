using Compare.Faults.Rules;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>Measures which mistakes of the catalogue a comparison of updates would have caught.</summary>
/// <remarks>
/// A mistake is caught where it moves a number by more than the check allows and its own rounding explains. Each is tried alone, on the
/// elements of the evidence; on more elements a check can only catch more.
/// </remarks>
internal static class UpdatePower
{
    /// <summary>The key of all comparisons together.</summary>
    public const string All = "";

    /// <summary>Measures.</summary>
    /// <param name="rule">The right rule.</param>
    /// <param name="evidence">Updates that it reproduces.</param>
    /// <returns>The power of all comparisons together.</returns>
    public static Power Of(Optimizer rule, UpdateEvidence evidence) => Of(rule, evidence, [])[All];

    /// <summary>Measures, also for each slot of the state by itself.</summary>
    /// <param name="rule">The right rule.</param>
    /// <param name="evidence">Updates that it reproduces.</param>
    /// <param name="slots">The slots.</param>
    /// <returns>The power of all comparisons under <see cref="All"/>; that of a slot, among the mistakes that change it, under its name.</returns>
    public static IReadOnlyDictionary<string, Power> Of(
        Optimizer rule,
        UpdateEvidence evidence,
        IReadOnlyList<string> slots
    )
    {
        var right = new UpdateVariant(rule);
        var baseline = Baseline.Of(right, evidence);
        string[] parts = [All, .. slots];
        var caught = parts.ToDictionary(part => part, _ => 0);
        var survivors = parts.ToDictionary(part => part, _ => new List<string>());
        foreach (var mistake in evidence.MistakesIn(rule))
        {
            var planted = mistake.Plant(right)!;
            // Which elements are left out depends on the program; here it is all of them.
            if (planted.Omission == UpdateOmission.Elements)
                planted = planted with { Omission = UpdateOmission.LastTensor };
            var (caughtIn, changed) = baseline.Try(planted, evidence);
            foreach (var part in parts)
                if (part == All ? caughtIn.Count > 0 : caughtIn.Contains(part))
                    caught[part]++;
                else if (part == All || changed.Contains(part))
                    survivors[part].Add(mistake.Cause.Words);
        }
        var elements = evidence.Records[0].Tensors.Sum(tensor => tensor.Before.Length);
        return parts.ToDictionary(
            part => part,
            part => new Power(
                caught[part],
                caught[part] + survivors[part].Count,
                survivors[part],
                baseline.Sensitivity.GetValueOrDefault(part, double.PositiveInfinity)
            )
            {
                Scope = $"relative to a step, measured on {Numbers.Text((long)elements)} elements",
            }
        );
    }

    /// <summary>What the right rule gives, number by number.</summary>
    private sealed record Baseline(
        IReadOnlyList<(double Recorded, double Replayed, double Allowed)> Numbers,
        IReadOnlyDictionary<string, double> Sensitivity
    )
    {
        public static Baseline Of(UpdateVariant right, UpdateEvidence evidence)
        {
            List<(double, double, double)> numbers = [];
            Dictionary<string, double> sensitivity = [];
            UpdateComparison.Compare(
                right,
                evidence,
                (record, p, slot, i, recorded, replayed, allowed) =>
                {
                    numbers.Add((recorded, replayed, allowed));
                    var updated = evidence.Records[record].Tensors[p];
                    var before = slot is null ? updated.Before[i] : updated.StateBefore![slot][i];
                    var ratio = allowed / Math.Abs(recorded - before);
                    var part = slot ?? All;
                    if (!(sensitivity.GetValueOrDefault(part, double.PositiveInfinity) <= ratio))
                        sensitivity[part] = ratio;
                    return true;
                }
            );
            return new Baseline(numbers, sensitivity);
        }

        public (HashSet<string> Caught, HashSet<string> Changed) Try(UpdateVariant mistaken, UpdateEvidence evidence)
        {
            HashSet<string> caught = [],
                changed = [];
            var at = 0;
            UpdateComparison.Compare(
                mistaken,
                evidence,
                (_, _, slot, _, _, replayed, allowed) =>
                {
                    var part = slot ?? All;
                    var (recorded, right, bound) = Numbers[at++];
                    if (replayed != right)
                        changed.Add(part);
                    // The mistaken program's own rounding may bring it nearer, by half of what two programs may be apart.
                    if (!(Math.Abs(replayed - recorded) <= bound + allowed / 2))
                        caught.Add(part);
                    return true;
                }
            );
            return (caught, changed);
        }
    }
}
