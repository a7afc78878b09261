using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;
using Compare.Results;

namespace Compare.Checks.Relations;

/// <summary>
/// Gradient flow of the identity autoencoder conserves Q = W1 W1' - W2' W2, because dW1 W1' = W2' dW2. Plain SGD follows it with steps
/// of size gamma, and each adds gamma^2 (dW1 dW1' - dW2' dW2) to Q: over a fixed gamma times updates, the drift of Q is proportional to
/// gamma.
/// </summary>
public static class ConservationRelation
{
    /// <summary>Trains at three step sizes, each half of the one before and for twice the updates, and compares the drifts.</summary>
    /// <param name="side">The side to check.</param>
    /// <param name="run">
    /// A run of an autoencoder with the activation <c>identity</c> by SGD; every update is made on its first batch.
    /// </param>
    /// <returns>
    /// One finding: the error is how far the extrapolated order of the drift is from 1, the bound how far the two measured orders are
    /// apart.
    /// </returns>
    /// <exception cref="ArgumentException">The run is of another model or rule.</exception>
    public static Finding Check(ISide side, TrainingProblem run)
    {
        if (run.Model is not { HasFormOfSectionA: true, Activations: [{ Slope: 1 }] } || !run.Rule.IsPlain)
            throw new ArgumentException($"The relation is about identity under SGD, not {run.Words}.", nameof(run));
        var head = new FindingHead(
            NegationRelation.Key("conservation", run, side),
            $"{run.Words}, {side.Name}: the drift of W1 W1' - W2' W2 is proportional to the step size"
        );
        if (Refusal.Of(head, run, side) is { } skipped)
            return skipped;
        double[] drifts = [Drift(side, run, 1), Drift(side, run, 2), Drift(side, run, 4)];
        var (coarse, fine) = (Math.Log2(drifts[0] / drifts[1]), Math.Log2(drifts[1] / drifts[2]));
        // order(gamma) = 1 + c gamma + ..., so one extrapolation removes the first term, and the difference estimates it.
        var error = Math.Abs(2 * fine - coarse - 1);
        var bound = Math.Abs(coarse - fine);
        return head.Measure(
            error,
            bound,
            couldHaveFailed: drifts[^1] != 0,
            new Location
            {
                Values =
                [
                    new("drift at the step size", drifts[0]),
                    new("at a half of it", drifts[1]),
                    new("at a quarter", drifts[2]),
                    new("order", coarse),
                    new("then", fine),
                ],
            },
            () =>
                new Cause(
                    "gradients-of-no-loss",
                    "dW1 W1' and W2' dW2 differ: the two gradients do not belong to one loss"
                ),
            "nothing moved"
        );
    }

    private static double Drift(ISide side, TrainingProblem run, int division)
    {
        var rule = run.Rule with { LearningRate = run.Rule.LearningRate / division };
        using var training = side.Start(run.Model, run.Precision, run.Parameters, rule);
        var batch = run.Set.Batch(0);
        for (var update = 0; update < run.Set.Batches.Count * division; update++)
            training.Step(batch);
        var (before, after) = (Quantity(run.Parameters), Quantity(training.CopyParameters()));
        double sum = 0;
        for (var i = 0; i < before.Length; i++)
            sum += (after[i] - before[i]) * (after[i] - before[i]);
        return Math.Sqrt(sum);
    }

    private static double[] Quantity(IReadOnlyList<NamedArray> parameters)
    {
        var w1 = Matrix<double>.From(parameters[0].Values, parameters[0].Rows, parameters[0].Columns);
        var w2 = Matrix<double>.From(parameters[1].Values, parameters[1].Rows, parameters[1].Columns);
        var encoder = new Matrix<double>(w1.Rows, w1.Rows);
        MatrixProduct.Multiply(w1, Transpose.No, w1, Transpose.Yes, encoder);
        var decoder = new Matrix<double>(w1.Rows, w1.Rows);
        MatrixProduct.Multiply(w2, Transpose.Yes, w2, Transpose.No, decoder);
        return [.. encoder.ToDoubles().Zip(decoder.ToDoubles(), (x, y) => x - y)];
    }
}
