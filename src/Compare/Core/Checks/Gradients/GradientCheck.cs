using System.Globalization;
using Compare.Faults.Gradients;
using Compare.Oracles;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Gradients;

/// <summary>
/// The gradient check: loss and gradients of two sides against each other, of each side against the judge, and the judge's
/// derivation against finite differences and against automatic differentiation of the forward pass.
/// </summary>
/// <param name="first">The side with the hand-derived gradients.</param>
/// <param name="second">The side to compare with.</param>
/// <param name="seed">Seed of the directions of the finite differences.</param>
/// <param name="threads">Greatest number of threads of the judge.</param>
public sealed class GradientCheck(IGradientSource first, IGradientSource second, ulong seed = 0, int threads = 1)
{
    /// <summary>The name of the check in findings.</summary>
    public const string Name = "gradients";

    /// <summary>The kind of a comparison of both sides with each other.</summary>
    internal const string Sides = "sides";

    /// <summary>The kind of a comparison of one side with the judge.</summary>
    internal const string Judge = "judge";

    /// <summary>Checks one problem.</summary>
    /// <param name="problem">The model, its weights and the batch.</param>
    /// <param name="directions">
    /// Number of directions per parameter in which finite differences vote, and automatic differentiation with them unless it is 0; they judge the formulas, so one precision is enough.
    /// </param>
    /// <returns>The findings, and the judgement they rest on.</returns>
    public (IReadOnlyList<Finding> Findings, Judgement Judgement) Run(Problem problem, int directions)
    {
        var judgement = Judgement.Of(problem, threads);
        var head = Head(problem, "all", [(KeyPart.Kind, Sides)], $"{first.Name} against {second.Name}");
        if (Refusal.Of(head, problem.Model, first, second) is { } skipped)
            return ([skipped], judgement);
        var a = first.Gradient(problem);
        var b = second.Gradient(problem);
        var comparisons = Compare(problem, judgement, (first, a), (second, b));
        var findings = comparisons.SelectMany(tensor => tensor).OfType<Finding>().ToList();
        if (directions > 0)
            findings.AddRange(
                ForwardPass.Vote(
                    tensor =>
                        Head(
                            problem,
                            tensor,
                            [(KeyPart.Kind, "automatic")],
                            "derivation against automatic differentiation of the forward pass"
                        ),
                    problem,
                    threads
                )
            );
        for (var parameter = 0; parameter < problem.Parameters.Count; parameter++)
        for (var direction = 0; direction < directions; direction++)
            findings.Add(
                FiniteDifferences.Vote(
                    Head(
                        problem,
                        judgement.Tensors[1 + parameter].Name,
                        [(KeyPart.Kind, "differences"), (KeyPart.Number, $"{direction + 1}")],
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

    /// <summary>For each tensor the sides against each other, and each against the judge; failures carry their cause.</summary>
    private List<Finding?[]> Compare(
        Problem problem,
        Judgement judgement,
        params (IGradientSource Side, GradientTrace Trace)[] parties
    )
    {
        var (a, b) = (parties[0], parties[1]);
        var power = new GradientPower(problem, threads);
        var comparisons = new List<Finding?[]>();
        for (var t = 0; t < judgement.Tensors.Count; t++)
        {
            var judged = judgement.Tensors[t];
            if (a.Trace.Tensors[t] is not { } x || b.Trace.Tensors[t] is not { } y)
            {
                // What somebody did not give is not compared.
                comparisons.Add(new Finding?[1 + parties.Length]);
                continue;
            }
            var sides = Comparison.OfSides(
                Head(problem, judged.Name, [(KeyPart.Kind, Sides)], $"{first.Name} against {second.Name}"),
                (first.Name, x),
                (second.Name, y),
                judged
            );
            sides = sides with
            {
                Notes = [.. Circumstances(problem.Model, judged, judgement)],
                Power = sides.Status is Status.Agrees or Status.Rounding ? power.Of(t, judged) : null,
            };
            comparisons.Add([
                sides,
                .. parties
                    .Zip([x, y])
                    .Select(pair =>
                        Comparison.WithJudge(
                            Head(
                                problem,
                                judged.Name,
                                [(KeyPart.Kind, Judge), (KeyPart.Party, pair.First.Side.Name)],
                                $"{pair.First.Side.Name} against the judge"
                            ),
                            (pair.First.Side.Name, pair.Second),
                            judged
                        )
                    ),
            ]);
        }
        for (var p = 0; p < parties.Length; p++)
        {
            var (side, trace) = parties[p];
            var causes = GradientDiagnosis.Of(
                problem,
                side.Name,
                trace,
                judgement.Tensors,
                [.. comparisons.Select(tensor => tensor[1 + p])],
                threads
            );
            for (var t = 0; t < causes.Count; t++)
                foreach (var kind in new[] { 0, 1 + p })
                    if (causes[t] is not null && comparisons[t][kind] is { Status: Status.Disagrees } failed)
                        comparisons[t][kind] = failed with { Cause = causes[t] };
        }
        return comparisons;
    }

    private static FindingHead Head(
        Problem problem,
        string tensor,
        IEnumerable<(KeyPart, string)> comparison,
        string parties
    )
    {
        var precision = problem.Precision.Name();
        return new FindingHead(
            FindingKey
                .Of(Name)
                .With(problem.Model.KeyParts)
                .With(KeyPart.Precision, precision)
                .With(KeyPart.Tensor, tensor)
                .With(comparison),
            $"{problem.Model.Words}, {precision}, {tensor}: {parties}"
        );
    }

    private static List<string> Circumstances(ModelSpec model, JudgedTensor judged, Judgement judgement)
    {
        var kinks = judgement.Kinks;
        var notes = new List<string>();
        if (kinks.Count > 0 && judged.Name != "loss")
        {
            var nearest = kinks.MinBy(kink => Math.Abs(kink.Value))!;
            var kinked = model.Layers.Index().Where(layer => layer.Item.Activation.Kinks.Count > 0).ToList();
            var ofAll = kinked.Sum(layer => judgement.PreActivations[layer.Index].Length);
            var place = model.Layers.Count > 2 ? $"layer {nearest.Layer}, " : "";
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kinks.Count} of {ofAll} pre-activations are within rounding of {model.Layers[nearest.Layer - 1].Activation}'s kink, the nearest {nearest.Value:0.0e+00} at {place}image {nearest.Image}, unit {nearest.Unit} (bound {nearest.Error:0.0e+00}); their branch counts as uncertain and widens the bound"
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
        return notes;
    }
}
