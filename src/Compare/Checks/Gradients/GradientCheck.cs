using System.Globalization;
using Compare.Data;
using Compare.Reference.Numerics;
using Compare.Sides;

namespace Compare.Checks.Gradients;

/// <summary>
/// The gradient check: loss and gradients of two sides against each other, of each side against the judge, and the judge's
/// derivation against finite differences.
/// </summary>
/// <param name="first">The side with the hand-derived gradients.</param>
/// <param name="second">The side to compare with.</param>
/// <param name="seed">Seed of the directions of the finite differences.</param>
/// <param name="threads">Greatest number of threads of the judge.</param>
public sealed class GradientCheck(ISide first, ISide second, ulong seed = 0, int threads = 1)
{
    /// <summary>The name of the check in findings.</summary>
    public const string Name = "gradients";

    /// <summary>Checks one problem.</summary>
    /// <param name="problem">The model, its weights and the batch.</param>
    /// <param name="directions">
    /// Number of directions per parameter in which finite differences vote; they judge the formulas, so one precision is enough.
    /// </param>
    /// <returns>The findings, and the judgement they rest on.</returns>
    public (IReadOnlyList<Finding> Findings, Judgement Judgement) Run(Problem problem, int directions)
    {
        var judgement = Judgement.Of(problem, threads);
        var a = first.Gradient(problem);
        var b = second.Gradient(problem);
        var findings = new List<Finding>();
        for (var t = 0; t < judgement.Tensors.Count; t++)
        {
            var judged = judgement.Tensors[t];
            var note = Circumstances(judged, judgement);
            findings.Add(
                Comparison.OfSides(
                    Head(problem, judged.Name, "sides", $"{first.Name} against {second.Name}"),
                    (first.Name, a.Tensors[t]),
                    (second.Name, b.Tensors[t]),
                    judged
                ) with
                {
                    Note = note,
                }
            );
            foreach (var (side, trace) in new[] { (first, a), (second, b) })
                findings.Add(
                    Comparison.WithJudge(
                        Head(problem, judged.Name, $"judge/{Slug(side.Name)}", $"{side.Name} against the judge"),
                        (side.Name, trace.Tensors[t]),
                        judged
                    )
                );
        }
        for (var parameter = 0; parameter < problem.Parameters.Count; parameter++)
        for (var direction = 0; direction < directions; direction++)
            findings.Add(
                FiniteDifferences.Vote(
                    Head(
                        problem,
                        judgement.Tensors[1 + parameter].Name,
                        $"differences/{direction + 1}",
                        $"derivation against finite differences, direction {direction + 1}"
                    ),
                    problem,
                    parameter,
                    judgement,
                    RandomSource.SeedOf(seed, (ulong)(parameter * directions + direction)),
                    threads
                )
            );
        return (findings, judgement);
    }

    private static FindingHead Head(Problem problem, string tensor, string kind, string parties)
    {
        var precision = problem.Precision.Name();
        return new FindingHead(
            $"{Name}/{problem.Model.Id}/{precision}/{tensor}/{kind}",
            Name,
            $"{problem.Model.Words}, {precision}, {tensor}: {parties}"
        );
    }

    private static string? Circumstances(JudgedTensor judged, Judgement judgement)
    {
        var kinks = judgement.Kinks;
        var notes = new List<string>();
        if (kinks.Count > 0 && judged.Name != "loss")
        {
            var nearest = kinks.MinBy(kink => Math.Abs(kink.Value))!;
            var layer = judgement.PreActivations.Count > 1 ? $"layer {nearest.Layer}, " : "";
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kinks.Count} of {judgement.PreActivations.Sum(a => a.Length)} pre-activations are within rounding of relu's kink, the nearest {nearest.Value:0.0e+00} at {layer}image {nearest.Image}, unit {nearest.Unit} (bound {nearest.Error:0.0e+00}); their branch counts as uncertain and widens the bound"
                )
            );
        }
        if (judged.Rows > 1)
        {
            var dead = Enumerable
                .Range(0, judged.Rows)
                .Count(row =>
                    judged.Values.AsSpan(row * judged.Columns, judged.Columns).IndexOfAnyExcept(default(DoubleDouble))
                    < 0
                );
            if (dead > 0)
                notes.Add($"{dead} of {judged.Rows} rows of the gradient are zero on this batch");
        }
        return notes.Count == 0 ? null : string.Join("; ", notes);
    }

    private static string Slug(string name) => name.Replace(' ', '-').ToLowerInvariant();
}
