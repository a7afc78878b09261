using System.Numerics;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>
/// Recognises a gradient that belongs to other weights: those from before a step of plain SGD along this very gradient, as when a
/// program updates first and records or compares its weights afterwards.
/// </summary>
/// <param name="problem">Its weights are the ones after the step.</param>
/// <param name="threads">Greatest number of threads.</param>
internal sealed class ChangedWeights(Problem problem, int threads)
{
    private const int Iterations = 30;

    /// <summary>Length of the step by which the dependence on the step size is measured, relative to the weights.</summary>
    private const double Probe = 1e-5;

    /// <summary>Looks for the step size, and holds the gradient at the weights before it against the numbers found.</summary>
    /// <param name="gradients">One per parameter as found, in the shapes of the parameters.</param>
    /// <returns>The cause with the step size; null if no step size gives these numbers.</returns>
    public Cause? Explain(IReadOnlyList<NamedArray> gradients)
    {
        double[] found = [.. gradients.SelectMany(tensor => tensor.Values)];
        double[] weights = [.. problem.Parameters.SelectMany(tensor => tensor.Values)];
        if (found.Length != weights.Length || !Array.TrueForAll(found, double.IsFinite) || found.All(g => g == 0))
            return null;
        // Gauss and Newton: the gradient at weights + step * found, made equal to what was found.
        var probe = Probe * Norm(weights) / Norm(found);
        double step = 0;
        double[] direction = [];
        for (var i = 0; i < Iterations; i++)
        {
            var here = At<double>(gradients, step);
            var there = At<double>(gradients, step + probe);
            direction = [.. there.Zip(here, (t, h) => (t - h) / probe)];
            var change = found.Zip(here, (f, h) => f - h).Zip(direction, (r, d) => r * d).Sum() / Square(direction);
            step += change;
            if (!double.IsFinite(step) || Math.Abs(change) <= 1e-15 * Math.Abs(step))
                break;
        }
        if (!(step > 0) || !double.IsFinite(step))
            return null;
        var isSame =
            problem.Precision == Precision.Float32
                ? Agrees(At<Bounded<Binary32>>(gradients, step), found, direction)
                : Agrees(At<Bounded<Binary64>>(gradients, step), found, direction);
        return isSame
            ? new Cause(
                "weights-after-update",
                $"the gradient is that of the weights before a step of SGD of size {Numbers.Text(step)}, the weights are those after it",
                "O.8",
                "keep the weights that the gradient was computed from"
            )
            : null;
    }

    /// <summary>All gradients, one after the other, at weights + step * found.</summary>
    private T[] At<T>(IReadOnlyList<NamedArray> gradients, double step)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        var network = new ReferenceSide(threads).Model<T>(problem.Model, problem.Parameters);
        foreach (var (parameter, gradient) in network.Parameters.Zip(gradients))
        {
            var elements = parameter.Values.Elements;
            for (var i = 0; i < elements.Length; i++)
                elements[i] += T.CreateChecked(step) * T.CreateChecked(gradient.Values[i]);
        }
        var x = Matrix<T>.From(problem.Batch.X, problem.Batch.Count, problem.Model.Inputs);
        return [.. network.LossGradient(x, problem.Batch.Labels).Gradients.SelectMany(d => d.Elements.ToArray())];
    }

    /// <summary>The bound covers the rounding of the step itself; the fitted step size is as uncertain as the numbers found.</summary>
    private static bool Agrees<TFormat>(Bounded<TFormat>[] values, double[] found, double[] direction)
        where TFormat : IFloatFormat
    {
        var uncertainty = values.Zip(direction, (v, d) => 2 * v.Error * Math.Abs(d)).Sum() / Square(direction);
        for (var i = 0; i < found.Length; i++)
            if (!(Math.Abs(found[i] - values[i].Value) <= 2 * values[i].Error + uncertainty * Math.Abs(direction[i])))
                return false;
        return true;
    }

    private static double Square(double[] values) => values.Sum(value => value * value);

    private static double Norm(double[] values) => Math.Sqrt(Square(values));
}
