using System.Globalization;
using Compare.Sides;

namespace Compare.Checks;

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
    /// <param name="differences">Whether finite differences vote; they judge the formulas, so one precision is enough.</param>
    /// <returns>The findings, and the judgement they rest on.</returns>
    public (IReadOnlyList<Finding> Findings, Judgement Judgement) Run(AutoencoderProblem problem, bool differences)
    {
        var judgement = Judgement.Of(problem, threads);
        var a = first.Gradient(problem);
        var b = second.Gradient(problem);
        var findings = new List<Finding>();
        for (var t = 0; t < judgement.Tensors.Count; t++)
        {
            var judged = judgement.Tensors[t];
            var note = Circumstances(problem, judged, judgement.Kinks);
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
        if (differences)
            for (var parameter = 0; parameter < 2; parameter++)
            for (ulong direction = 0; direction < 2; direction++)
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
                        4 * seed + 2 * (ulong)parameter + direction,
                        threads
                    )
                );
        return (findings, judgement);
    }

    private static FindingHead Head(AutoencoderProblem problem, string tensor, string kind, string parties)
    {
        var precision = problem.Precision.Name();
        return new FindingHead(
            FormattableString.Invariant(
                $"{Name}/autoencoder/{problem.Activation}/{problem.Hidden}/{precision}/{tensor}/{kind}"
            ),
            Name,
            FormattableString.Invariant(
                $"autoencoder, {problem.Activation}, k = {problem.Hidden}, {precision}, {tensor}: {parties}"
            )
        );
    }

    private static string? Circumstances(AutoencoderProblem problem, JudgedTensor judged, IReadOnlyList<Kink> kinks)
    {
        var notes = new List<string>();
        if (kinks.Count > 0 && judged.Name != "loss")
        {
            var nearest = kinks.MinBy(kink => Math.Abs(kink.Value))!;
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kinks.Count} of {problem.Batch * problem.Hidden} pre-activations are within rounding of relu's kink, the nearest {nearest.Value:0.0e+00} at image {nearest.Image}, unit {nearest.Unit} (bound {nearest.Error:0.0e+00}); their branch counts as uncertain and widens the bound"
                )
            );
        }
        if (judged.Name == "dW1")
        {
            var dead = Enumerable
                .Range(0, judged.Rows)
                .Count(row =>
                    judged
                        .Values.AsSpan(row * judged.Columns, judged.Columns)
                        .IndexOfAnyExcept(default(Reference.Numerics.DoubleDouble)) < 0
                );
            if (dead > 0)
                notes.Add($"{dead} of {judged.Rows} hidden units have a gradient of zero on this batch");
        }
        return notes.Count == 0 ? null : string.Join("; ", notes);
    }

    private static string Slug(string name) => name.Replace(' ', '-').ToLowerInvariant();
}
