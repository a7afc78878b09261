using Compare.Problems;
using Compare.Problems.Data;

namespace Compare.Oracles.Updates;

/// <summary>All parameters of a model as one vector: its norm, distances in it, and its neighbours in the last bit.</summary>
internal static class ParameterSpace
{
    /// <summary>The Euclidean norm of many arrays taken as one vector, without overflow on the way.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <returns>The norm; infinite or NaN where an element is.</returns>
    public static double Norm(IReadOnlyList<double[]> arrays)
    {
        double largest = 0;
        foreach (var array in arrays)
        foreach (var x in array)
        {
            var magnitude = Math.Abs(x);
            if (!(magnitude <= largest))
                largest = magnitude;
            if (!double.IsFinite(magnitude))
                return magnitude;
        }
        if (largest == 0)
            return 0;
        var scale = Math.ScaleB(1, Math.Min(-Math.ILogB(largest), 1000));
        double sum = 0;
        foreach (var array in arrays)
        foreach (var x in array)
            sum += x * scale * (x * scale);
        return Math.Sqrt(sum) / scale;
    }

    /// <summary>The Euclidean distance of two sets of parameters.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second, in the same order and shapes.</param>
    /// <returns>The distance; not finite where an element of either is not.</returns>
    public static double Distance(IReadOnlyList<NamedArray> a, IReadOnlyList<NamedArray> b)
    {
        var differences = new double[a.Count][];
        for (var p = 0; p < a.Count; p++)
        {
            var (x, y) = (a[p].Values, b[p].Values);
            var difference = differences[p] = new double[x.Length];
            for (var i = 0; i < x.Length; i++)
                difference[i] = x[i] - y[i];
        }
        return Norm(differences);
    }

    /// <summary>Moves every parameter by one unit in the last place, up or down at random.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="precision">Whose last place.</param>
    /// <param name="random">Decides the directions.</param>
    /// <returns>New parameters.</returns>
    public static IReadOnlyList<NamedArray> Neighbour(
        IReadOnlyList<NamedArray> parameters,
        Precision precision,
        RandomSource random
    ) =>
        [
            .. parameters.Select(tensor =>
                tensor with
                {
                    Values = [.. tensor.Values.Select(x => Next(x, precision, random.NextBool()))],
                }
            ),
        ];

    private static double Next(double x, Precision precision, bool up) =>
        (precision, up) switch
        {
            (Precision.Float32, true) => MathF.BitIncrement((float)x),
            (Precision.Float32, false) => MathF.BitDecrement((float)x),
            (_, true) => Math.BitIncrement(x),
            (_, false) => Math.BitDecrement(x),
        };
}
