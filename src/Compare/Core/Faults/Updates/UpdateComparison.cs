using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Faults.Updates;

/// <summary>Whether a variant of a rule reproduces recorded updates to within rounding.</summary>
internal static class UpdateComparison
{
    /// <summary>Told one number: where it is, what was recorded, what the variant gives, and how far the two may be apart.</summary>
    /// <param name="record">The number of the record.</param>
    /// <param name="tensor">The number of the tensor.</param>
    /// <param name="slot">The slot of the state; null for the parameters.</param>
    /// <param name="element">The index into the tensor.</param>
    /// <param name="recorded">What was recorded.</param>
    /// <param name="replayed">What the variant gives.</param>
    /// <param name="allowed">Twice the bound: either may be one bound away from the exact value.</param>
    /// <returns>Whether to go on.</returns>
    public delegate bool Visitor(
        int record,
        int tensor,
        string? slot,
        int element,
        double recorded,
        double replayed,
        double allowed
    );

    /// <summary>The largest error / bound.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="evidence">The recorded updates.</param>
    /// <param name="enough">Stops as soon as it is above.</param>
    /// <returns>At most 1 if it reproduces them; infinite where nothing can be said.</returns>
    public static double Ratio(UpdateVariant variant, UpdateEvidence evidence, double enough = 1)
    {
        double worst = 0;
        Compare(
            variant,
            evidence,
            (record, tensor, slot, element, recorded, replayed, allowed) =>
            {
                var updated = evidence.Records[record].Tensors[tensor];
                if (variant.Omission == UpdateOmission.Elements && updated.Before[element] == updated.After[element])
                    return true;
                worst = Math.Max(worst, Ratio(recorded, replayed, allowed));
                return worst <= enough;
            }
        );
        return worst;
    }

    /// <summary>Error / bound of one number.</summary>
    /// <param name="recorded">What was recorded.</param>
    /// <param name="replayed">What the variant gives.</param>
    /// <param name="allowed">How far the two may be apart.</param>
    /// <returns>Infinite where the bound says nothing; zero where both left the range of the format.</returns>
    public static double Ratio(double recorded, double replayed, double allowed)
    {
        if (recorded == replayed || (!double.IsFinite(recorded) && !double.IsFinite(replayed)))
            return 0;
        var ratio = double.IsFinite(allowed) ? Math.Abs(recorded - replayed) / allowed : double.PositiveInfinity;
        return double.IsNaN(ratio) ? double.PositiveInfinity : ratio;
    }

    /// <summary>Visits every number that was recorded.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="evidence">The recorded updates.</param>
    /// <param name="visit">Told each number.</param>
    public static void Compare(UpdateVariant variant, UpdateEvidence evidence, Visitor visit)
    {
        if (evidence.Precision == Precision.Float32)
            Compare<Binary32>(variant, evidence, visit);
        else
            Compare<Binary64>(variant, evidence, visit);
    }

    private static void Compare<TFormat>(UpdateVariant variant, UpdateEvidence evidence, Visitor visit)
        where TFormat : IFloatFormat =>
        UpdateReplay.Run<Bounded<TFormat>>(
            variant,
            evidence,
            (record, p, theta, state) =>
            {
                var tensor = evidence.Records[record].Tensors[p];
                if (!Visit<TFormat>(tensor.After, theta, (i, x, y, e) => visit(record, p, null, i, x, y, e)))
                    return false;
                foreach (var (slot, values) in tensor.StateAfter ?? Nothing)
                    if (
                        state.Slots.Contains(slot)
                        && !Visit<TFormat>(values, state[slot], (i, x, y, e) => visit(record, p, slot, i, x, y, e))
                    )
                        return false;
                return true;
            }
        );

    private static bool Visit<TFormat>(
        double[] recorded,
        ReadOnlySpan<Bounded<TFormat>> replayed,
        Func<int, double, double, double, bool> visit
    )
        where TFormat : IFloatFormat
    {
        for (var i = 0; i < recorded.Length; i++)
            if (!visit(i, recorded[i], replayed[i].Value, 2 * replayed[i].Error))
                return false;
        return true;
    }

    private static readonly Dictionary<string, double[]> Nothing = [];
}
