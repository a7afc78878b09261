using Compare.Checks.Runs;
using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Results;

namespace Compare.Checks.Models;

/// <summary>Why forward passes differ, found by computing one of the two again with other weights: only what makes them the same is named.</summary>
/// <param name="pair">The model and its twin.</param>
/// <param name="step">The pass in which they part.</param>
internal sealed class ModelTrials(ModelPair pair, ModelStep step)
{
    /// <summary>Part of the distance between two gradients within which a slope is that of one of them.</summary>
    private const double Near = 0.2;

    /// <summary>Tries.</summary>
    /// <returns>The cause; null for none.</returns>
    public Cause? Find() => Untied() ?? LeftOut();

    /// <summary>A parameter that one of the two has alone takes the numbers of another: they are tied in the other model.</summary>
    private Cause? Untied()
    {
        var ofB = pair.B.CopyParameters();
        for (var q = 0; q < ofB.Count; q++)
            if (pair.Mapping.OnlyB.Contains(ofB[q]) || pair.Mapping.OnlyB.Any(array => array.Name == ofB[q].Name))
                foreach (var (values, tied) in Alike(ofB[q]))
                {
                    double[][] weights = [.. step.At.WeightsOfB];
                    weights[q] = values;
                    if (AreSame(step.A, pair.AgainB(step.At, weights)))
                        return Tied(ofB[q].Name, "B", tied, "A");
                }
        for (var p = 0; p < pair.Parameters.Count; p++)
            if (!pair.Mapping.IsMapped(p))
                foreach (var (values, tied) in Alike(pair.Parameters[p]))
                {
                    double[][] weights = [.. step.At.Weights];
                    weights[p] = values;
                    if (AreSame(pair.AgainA(step.At, weights), step.B))
                        return Tied(pair.Parameters[p].Name, "A", tied, "B");
                }
        return null;
    }

    private static Cause Tied(string alone, string run, string tied, string other) =>
        new(
            "untied",
            $"{alone} is a parameter of its own in {run}, and is {tied} in {other}: with those numbers both give the same",
            Remedy: "tie the weights in both, or in neither"
        );

    /// <summary>The numbers of parameters that both have and that have the shape of another, or its transpose.</summary>
    private IEnumerable<(double[] Values, string Words)> Alike(NpyArray other)
    {
        for (var p = 0; p < pair.Parameters.Count; p++)
        {
            var shape = pair.Parameters[p].Shape;
            if (!pair.Mapping.IsMapped(p))
                continue;
            if (shape.SequenceEqual(other.Shape))
                yield return (step.At.Weights[p], pair.Parameters[p].Name);
            if (shape.Count == 2 && shape.Reverse().SequenceEqual(other.Shape))
                yield return (
                    TensorDifference.Transposed(step.At.Weights[p], other.Shape[0], other.Shape[1]),
                    $"{pair.Parameters[p].Name} transposed"
                );
        }
    }

    /// <summary>A parameter without a gradient in one of the two: the other is the same if it has zeros there.</summary>
    private Cause? LeftOut()
    {
        var ofB = pair.Mapping.ToA([.. step.B.Gradients.Select(gradient => gradient?.Values)]);
        for (var p = 0; p < pair.Parameters.Count; p++)
        {
            if (!pair.Mapping.IsMapped(p))
                continue;
            var (isUsedInA, isUsedInB) = (IsUsed(step.A.Gradients[p]?.Values), IsUsed(ofB[p]));
            if (isUsedInA == isUsedInB)
                continue;
            double[][] weights = [.. step.At.Weights];
            weights[p] = new double[weights[p].Length];
            if (
                isUsedInA
                    ? AreSame(pair.AgainA(step.At, weights), step.B)
                    : AreSame(step.A, pair.AgainB(step.At, pair.Mapping.ToB(weights, step.At.WeightsOfB)))
            )
                return new Cause(
                    "parameter-left-out",
                    $"{pair.Parameters[p].Name} has no part in the loss of {(isUsedInA ? "B" : "A")}: with zeros in its place {(isUsedInA ? "A" : "B")} gives the same",
                    Remedy: "use it in both, or in neither"
                );
        }
        return null;
    }

    /// <summary>Whose gradient finite differences of the model's loss side with.</summary>
    /// <param name="parameter">The parameter by which the gradients differ.</param>
    /// <returns>In words; null where that cannot be told.</returns>
    public string? Sides(string parameter)
    {
        var p = pair.Parameters.ToList().FindIndex(array => array.Name == parameter);
        if (p < 0 || step.A.Gradients[p]?.Values is not { } ofA)
            return null;
        if (pair.Mapping.ToA([.. step.B.Gradients.Select(gradient => gradient?.Values)])[p] is not { } ofB)
            return null;
        // Along the difference of the two they are furthest apart.
        var distance = Math.Sqrt(ofA.Zip(ofB).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
        var direction = ofA.Zip(ofB, (a, b) => (a - b) / distance).ToArray();
        var roundoff = pair.Parameters[p].UnitRoundoff;
        var h = Math.Cbrt(roundoff) * Math.Max(1, step.At.Weights[p].Max(Math.Abs));
        double LossAt(double far)
        {
            double[][] weights = [.. step.At.Weights];
            weights[p] = [.. weights[p].Zip(direction, (w, d) => w + far * d)];
            return pair.AgainA(step.At, weights).Loss.Values[0];
        }
        var slope = (LossAt(h) - LossAt(-h)) / (2 * h);
        double Along(double[] gradient) => gradient.Zip(direction).Sum(pair => pair.First * pair.Second);
        bool IsNear(double[] gradient) => Math.Abs(slope - Along(gradient)) < Near * distance;
        return (IsNear(ofA), IsNear(ofB)) switch
        {
            (true, false) => $"finite differences of A's loss by {parameter} side with A",
            (false, true) =>
                $"finite differences of A's loss by {parameter} side with B: the backward pass of A is wrong",
            _ => null,
        };
    }

    private static bool IsUsed(double[]? gradient) => gradient is not null && Array.Exists(gradient, g => g != 0);

    /// <summary>Whether all that has to be the same of two forward passes is.</summary>
    private bool AreSame(ModelPass a, ModelPass b) =>
        ModelComparison
            .Of(pair.Parameters, pair.Mapping, a, b)
            .Forward.All(place => !place.Decides || place.Ratio <= 1);
}
