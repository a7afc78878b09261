using System.Globalization;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Oracles.Gradients;

/// <summary>
/// The vote that knows the loss only: central differences along random directions, with one step of Richardson's extrapolation,
/// against the hand-derived gradient; both in double-double.
/// </summary>
/// <remarks>
/// With D(h) of (A.11), R = (4 D(h/2) - D(h)) / 3 is free of the h^2 term, and |R - D(h/2)| is a safe estimate of what is left. The
/// loss is in error by at most e_L, so R by at most 3 e_L / h. The step is small enough that a batch rarely has a kink of relu
/// within it; where one is, the next direction is taken.
/// </remarks>
internal static class FiniteDifferences
{
    private const double Step = 1.0 / (1 << 28);
    private const int Attempts = 4;

    /// <summary>Compares one directional derivative.</summary>
    /// <param name="finding">Key and subject, to be completed.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="parameter">Which of the parameters to move; the others stay.</param>
    /// <param name="judgement">The hand-derived gradient in double-double, and the bound on the loss.</param>
    /// <param name="seed">Seed of the direction, a vector of +1 and -1.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>The completed finding.</returns>
    public static Finding Vote(
        FindingHead finding,
        Problem problem,
        int parameter,
        Judgement judgement,
        ulong seed,
        int threads
    )
    {
        var gradient = judgement.Tensors[1 + parameter];
        var random = new RandomSource(seed);
        var model = new ReferenceSide(threads).Model<DoubleDouble>(problem.Model, problem.Parameters);
        var x = Matrix<DoubleDouble>.From(problem.Batch.X, problem.Batch.Count, problem.Model.Inputs);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var direction = new double[gradient.Values.Length];
            for (var i = 0; i < direction.Length; i++)
                direction[i] = random.NextBool() ? 1 : -1;
            var weights = model.Parameters[parameter].Values;
            if (Along(problem, model, weights, x, direction, judgement) is not { } losses)
                continue;
            var coarse = (losses[3] - losses[0]) / DoubleDouble.FromDouble(2 * Step); // (A.11)
            var fine = (losses[2] - losses[1]) / DoubleDouble.FromDouble(Step); // (A.11)
            var extrapolated = (DoubleDouble.FromDouble(4) * fine - coarse) / DoubleDouble.FromDouble(3);
            var slope = DoubleDouble.Zero;
            for (var i = 0; i < direction.Length; i++)
                slope += gradient.Values[i] * DoubleDouble.FromDouble(direction[i]);

            var error = Math.Abs((extrapolated - slope).Hi);
            var lossError = judgement.Tensors[0].Bounds[0] * JudgedTensor.JudgeError;
            var bound = Math.Abs((extrapolated - fine).Hi) + 4 * lossError / Step;
            return finding.Measure(
                error,
                bound,
                couldHaveFailed: Math.Abs(slope.Hi) > bound,
                new Location
                {
                    Quantity = $"<{gradient.Name}, V>",
                    Values = [new("by hand", slope.Hi), new("finite differences", extrapolated.Hi)],
                },
                () => new Cause("no-derivative", "the hand-derived gradient is not the derivative of the loss"),
                "the loss does not change along the direction by more than the bound"
            );
        }
        return finding.Complete(
            Status.Vacuous,
            cause: Cause.Reason(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"each of {Attempts} directions crosses a kink of {problem.Model.ActivationWords} within a step of {Step:0.0e+00}"
                )
            )
        );
    }

    /// <summary>The losses at -h, -h/2, h/2 and h; null if a pre-activation crosses a kink on the way.</summary>
    private static DoubleDouble[]? Along(
        Problem problem,
        IModel<DoubleDouble> model,
        Matrix<DoubleDouble> weights,
        Matrix<DoubleDouble> x,
        double[] direction,
        Judgement judgement
    )
    {
        var origin = weights.Elements.ToArray();
        var losses = new DoubleDouble[4];
        try
        {
            double[] steps = [-Step, -Step / 2, Step / 2, Step];
            for (var s = 0; s < steps.Length; s++)
            {
                for (var i = 0; i < origin.Length; i++)
                    weights.Elements[i] = origin[i] + DoubleDouble.FromDouble(steps[s] * direction[i]);
                var forward = ((IModel<DoubleDouble>)model).Loss(x, problem.Batch.Labels);
                if (CrossesKink(problem.Model, forward.PreActivations, judgement.PreActivations))
                    return null;
                losses[s] = forward.Loss;
            }
        }
        finally
        {
            origin.CopyTo(weights.Elements);
        }
        return losses;
    }

    private static bool CrossesKink(
        ModelSpec model,
        IReadOnlyList<Matrix<DoubleDouble>> a,
        IReadOnlyList<double[]> before
    )
    {
        for (var layer = 0; layer < before.Count; layer++)
            foreach (var kink in model.Layers[layer].Activation.Kinks)
                for (var i = 0; i < before[layer].Length; i++)
                    if (Math.Sign(a[layer].Elements[i].Hi - kink) != Math.Sign(before[layer][i] - kink))
                        return true;
        return false;
    }
}
