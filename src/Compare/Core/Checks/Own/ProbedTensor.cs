using Compare.Problems;

namespace Compare.Checks.Own;

/// <summary>A tensor whose elements go through the courses of <see cref="OptimizerProbes"/>; each tensor begins with another of them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its number of elements.</param>
/// <param name="Number">Its number among the tensors, 0 for the first.</param>
internal sealed record ProbedTensor(string Name, int Length, int Number)
{
    private const int Apart = 7;

    /// <summary>A single tensor with each of the courses once.</summary>
    public static ProbedTensor Whole { get; } = new("theta", OptimizerProbes.Count, 0);

    /// <summary>Runs somebody's optimizer.</summary>
    /// <param name="update">Makes one update of all tensors.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="precision">The format of the numbers; what the optimizer gives is rounded to it.</param>
    /// <returns>What it did to each.</returns>
    /// <exception cref="OptimizerUpdateException">It threw.</exception>
    public static IReadOnlyList<UpdateTrace> Traces(
        OptimizerUpdate update,
        IReadOnlyList<ProbedTensor> tensors,
        Precision precision
    )
    {
        double[][] theta = [.. tensors.Select(tensor => tensor.Of(OptimizerProbes.Start))];
        var parameters = theta.Select(values => values.ToList()).ToList();
        var gradients = theta.Select(_ => new List<double>()).ToList();
        for (var t = 0; t < OptimizerProbes.Updates; t++)
        {
            var probes = OptimizerProbes.Gradient(t);
            double[][] gradient = [.. tensors.Select(tensor => tensor.Of(probes))];
            for (var i = 0; i < tensors.Count; i++)
                gradients[i].AddRange(gradient[i]);
            try
            {
                update(theta, gradient, t + 1);
            }
            catch (Exception exception)
            {
                throw new OptimizerUpdateException(t + 1, exception);
            }
            for (var i = 0; i < tensors.Count; i++)
            {
                if (precision == Precision.Float32)
                    theta[i] = Array.ConvertAll(theta[i], x => (double)(float)x);
                parameters[i].AddRange(theta[i]);
            }
        }
        return
        [
            .. tensors.Select(
                (tensor, i) =>
                    new UpdateTrace(
                        new NamedArray("theta", OptimizerProbes.Updates + 1, tensor.Length, [.. parameters[i]]),
                        new NamedArray("grad", OptimizerProbes.Updates, tensor.Length, [.. gradients[i]]),
                        precision
                    )
            ),
        ];
    }

    /// <summary>What an element goes through, in words.</summary>
    /// <param name="element">Its index.</param>
    public string Words(int element) => OptimizerProbes.Words(ProbeOf(element));

    private int ProbeOf(int element) => (element + Apart * Number) % OptimizerProbes.Count;

    private double[] Of(double[] probes) => [.. Enumerable.Range(0, Length).Select(i => probes[ProbeOf(i)])];
}

/// <summary>Somebody's optimizer threw.</summary>
/// <param name="update">The number of the update.</param>
/// <param name="inner">What it threw.</param>
internal sealed class OptimizerUpdateException(int update, Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>The number of the update, 1 for the first.</summary>
    public int Update => update;
}
