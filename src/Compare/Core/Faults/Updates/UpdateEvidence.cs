using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>Updates that somebody's program made: what a cause, or a rule, has to reproduce.</summary>
/// <param name="Precision">The format in which the program computed.</param>
/// <param name="Records">The updates in their order. Where no state was recorded they follow each other without a gap from the first on.</param>
/// <param name="Elements">Which elements of each tensor are here, ascending, as far as the tensor reaches.</param>
/// <remarks>The rules are elementwise, so some elements say as much about the rule as all of them, unless an element is treated differently.</remarks>
internal sealed record UpdateEvidence(Precision Precision, IReadOnlyList<UpdateRecord> Records, int[] Elements)
{
    /// <summary>Whether no element is left out, so that what an update does to one may depend on the others.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Takes elements out of a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="elements">Which of the n parameters, ascending.</param>
    /// <param name="updates">How many updates, from the first.</param>
    /// <param name="precision">The format to hold it against.</param>
    /// <returns>Evidence of one tensor without state.</returns>
    public static UpdateEvidence Of(UpdateTrace trace, int[] elements, int updates, Precision precision)
    {
        double[] Row(NamedArray tensor, int row) =>
            Array.ConvertAll(elements, i => tensor.Values[row * tensor.Columns + i]);
        return new UpdateEvidence(
            precision,
            [
                .. Enumerable
                    .Range(0, updates)
                    .Select(t => new UpdateRecord(
                        t,
                        [
                            new UpdatedTensor(
                                "theta",
                                Row(trace.Theta, t),
                                Row(trace.Gradients, t),
                                t == 0 ? null : Row(trace.Gradients, t - 1),
                                Row(trace.Theta, t + 1)
                            )
                            {
                                GradientError = trace.GradientErrors is { } errors
                                    ? Array.ConvertAll(elements, i => errors[t * trace.Parameters + i])
                                    : null,
                            },
                        ]
                    )
                    {
                        StepSizeFactor = trace.StepSizeFactors?[t] ?? 1,
                    }),
            ],
            elements
        )
        {
            IsWhole = elements.Length == trace.Parameters,
        };
    }

    /// <summary>The mistakes of the catalogue that could show in these updates.</summary>
    /// <param name="rule">The right rule.</param>
    /// <returns>The rows, in the order of the catalogue.</returns>
    public IEnumerable<UpdateMistake> MistakesIn(Optimizer rule)
    {
        // Where the state of each update was recorded, updates do not follow each other, and no sum goes through them.
        var areLocked = Records[0].Tensors[0].StateBefore is not null;
        bool Shows(UpdateVariant planted) =>
            !(areLocked && planted.AccumulatesGradient)
            && (planted.State != StateFault.OneForAll || (IsWhole && !areLocked));
        return UpdateCatalogue
            .For(rule, Records[0].Tensors.Count, Precision)
            .Where(row => Shows(row.Plant(new UpdateVariant(rule))!));
    }

    /// <summary>Indices that are spread evenly from the first to the last.</summary>
    /// <param name="length">How many there are.</param>
    /// <param name="most">Most of them.</param>
    /// <returns>The indices, ascending.</returns>
    public static int[] Spread(int length, int most)
    {
        var count = Math.Min(most, length);
        return
        [
            .. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)i * (length - 1) / (count - 1))),
        ];
    }

    /// <summary>A part: some elements, spread evenly, over the first updates.</summary>
    /// <param name="elements">Most elements of a tensor.</param>
    /// <param name="updates">Most updates.</param>
    /// <returns>Evidence of the same tensors.</returns>
    public UpdateEvidence Part(int elements, int updates)
    {
        int[] Chosen(int length) => Spread(length, elements);
        return this with
        {
            Records =
            [
                .. Records
                    .Take(updates)
                    .Select(record =>
                        record with
                        {
                            Tensors = [.. record.Tensors.Select(tensor => tensor.At(Chosen(tensor.Before.Length)))],
                        }
                    ),
            ],
            Elements = Array.ConvertAll(Chosen(Elements.Length), i => Elements[i]),
            IsWhole = IsWhole && Elements.Length <= elements,
        };
    }
}
