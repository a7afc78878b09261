using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>The one list of mistakes in update rules: those around any rule, and those of each.</summary>
internal static class UpdateCatalogue
{
    /// <summary>All mistakes.</summary>
    public static IReadOnlyList<UpdateMistake> Rows { get; } =
    [.. CommonMistakes.Rows, .. KnownRules.All.SelectMany(known => known.Mistakes)];

    /// <summary>The mistakes that make a difference to a rule.</summary>
    /// <param name="rule">The right rule.</param>
    /// <param name="tensors">How many tensors are updated.</param>
    /// <param name="precision">The format of the program.</param>
    /// <returns>The rows, in the order of the catalogue.</returns>
    public static IEnumerable<UpdateMistake> For(Optimizer rule, int tensors, Precision precision) =>
        Rows.Where(row =>
            row.Plant(new UpdateVariant(rule)) is { } planted
            && (tensors > 1 || !NeedsTensors(planted))
            && (planted.State == StateFault.None || rule.SlotNames().Count > 0)
            && (planted.State != StateFault.SinglePrecision || precision != Precision.Float32)
        );

    private static bool NeedsTensors(UpdateVariant planted) =>
        planted.State == StateFault.Shared || planted.SharesCounter || planted.Omission == UpdateOmission.LastTensor;
}
