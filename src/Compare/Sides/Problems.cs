using Compare.Data;
using Compare.Reference.Numerics;

namespace Compare.Sides;

/// <summary>Makes problems from data: the step from images to plain arrays that both sides receive.</summary>
public static class Problems
{
    /// <summary>Standard deviation of the initial weights, as in the homework.</summary>
    public const double InitialDeviation = 0.02;

    /// <summary>Makes one gradient problem: a random batch of images and random initial weights.</summary>
    /// <param name="images">Where the batch is drawn from, without replacement.</param>
    /// <param name="activation">Name of the activation function.</param>
    /// <param name="hidden">k, at least 1.</param>
    /// <param name="precision">The precision; all numbers are rounded to it, so that both sides start from the same ones.</param>
    /// <param name="batch">B, from 1 to the number of images.</param>
    /// <param name="seed">Decides batch and weights; the same weights for every activation and precision, up to that rounding.</param>
    /// <returns>The problem: pixels in [-0.5, 0.5], weights 0.02 N(0, 1).</returns>
    /// <exception cref="ArgumentOutOfRangeException">k or B is outside its range.</exception>
    public static AutoencoderProblem Autoencoder(
        ImageSet images,
        string activation,
        int hidden,
        Precision precision,
        int batch,
        ulong seed
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, images.Count);
        var d = images.Rows * images.Columns;
        var x = new double[batch * d];
        images.Scale(PixelScaling.Centred, Shuffled(images.Count, new RandomSource(seed)).AsSpan(0, batch), x);
        var random = new RandomSource(seed + 1);
        return new AutoencoderProblem(
            activation,
            precision,
            d,
            hidden,
            batch,
            Round(x, precision),
            Round(Weights(hidden * d, random), precision),
            Round(Weights(d * hidden, random), precision)
        );
    }

    /// <summary>Plans a training run over shuffled epochs.</summary>
    /// <param name="images">Training images.</param>
    /// <param name="precision">All pixels are rounded to it.</param>
    /// <param name="batch">B, from 1 to the number of images; a last incomplete batch of an epoch is left out.</param>
    /// <param name="updates">Number of updates, zero or more.</param>
    /// <param name="stepSize">The step size.</param>
    /// <param name="seed">Decides the order.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException">B is outside its range.</exception>
    public static TrainingPlan Training(
        ImageSet images,
        Precision precision,
        int batch,
        int updates,
        double stepSize,
        ulong seed
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, images.Count);
        var all = new double[images.Count * images.Rows * images.Columns];
        images.Scale(PixelScaling.Centred, [.. Enumerable.Range(0, images.Count)], all);
        var random = new RandomSource(seed);
        var batches = new List<int[]>(updates);
        while (batches.Count < updates)
            foreach (var rows in Shuffled(images.Count, random).Chunk(batch))
                if (rows.Length == batch && batches.Count < updates)
                    batches.Add(rows);
        return new TrainingPlan(Round(all, precision), batches, Round([stepSize], precision)[0]);
    }

    private static double[] Round(double[] values, Precision precision)
    {
        if (precision == Precision.Float32)
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)values[i];
        return values;
    }

    private static double[] Weights(int count, RandomSource random)
    {
        var weights = new double[count];
        for (var i = 0; i < count; i++)
            weights[i] = InitialDeviation * Normal(random);
        return weights;
    }

    /// <summary>
    /// A standard normal number by the polar method (Marsaglia and Bray 1964). The logarithm is our own, because that of the
    /// platform may differ in the last place from machine to machine, and the problem must not.
    /// </summary>
    private static double Normal(RandomSource random)
    {
        while (true)
        {
            var x = 2 * random.NextDouble() - 1;
            var y = 2 * random.NextDouble() - 1;
            var s = x * x + y * y;
            if (s is > 0 and < 1)
                return x * Math.Sqrt(-2 * DoubleDouble.Log(DoubleDouble.FromDouble(s)).Hi / s);
        }
    }

    private static int[] Shuffled(int count, RandomSource random)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
