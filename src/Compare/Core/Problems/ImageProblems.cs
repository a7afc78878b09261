using Compare.Problems.Data;

namespace Compare.Problems;

/// <summary>Makes problems from data: the step from images to plain arrays that both sides receive.</summary>
public static class ImageProblems
{
    /// <summary>Makes one gradient problem: a random batch of images and random initial parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">Where the batch is drawn from, without replacement.</param>
    /// <param name="precision">The precision; all numbers are rounded to it, so that both sides start from the same ones.</param>
    /// <param name="batch">B, from 1 to the number of images.</param>
    /// <param name="seed">Decides batch and parameters; the same for every activation and precision, up to that rounding.</param>
    /// <returns>The problem.</returns>
    /// <exception cref="ArgumentOutOfRangeException">B is outside its range.</exception>
    public static Problem Of(ModelSpec model, ImageSet images, Precision precision, int batch, ulong seed)
    {
        var set = Training(model, images, precision, batch, updates: 1, seed);
        return new Problem(model, precision, InitialParameters(model, precision, seed), set.Batch(0));
    }

    /// <summary>Draws initial parameters as the homework does.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">All numbers are rounded to it.</param>
    /// <param name="seed">Decides the numbers.</param>
    /// <returns>One tensor per parameter.</returns>
    public static IReadOnlyList<NamedArray> InitialParameters(ModelSpec model, Precision precision, ulong seed)
    {
        var random = new RandomSource(seed + 1);
        return
        [
            .. model.Parameters.Select(shape =>
            {
                var values = new double[shape.Length];
                var inputs = shape.Layer == 1 ? model.Inputs : model.Layers[shape.Layer - 2].Units;
                for (var i = 0; i < values.Length; i++)
                    values[i] = model.Initialisation.Draw(inputs, random);
                return new NamedArray(shape.Name, shape.Rows, shape.Columns, Round(values, precision));
            }),
        ];
    }

    /// <summary>Makes a training set whose batches run through shuffled epochs.</summary>
    /// <param name="model">Decides how bytes become pixels, and whether there are labels.</param>
    /// <param name="images">Training images.</param>
    /// <param name="precision">All pixels are rounded to it.</param>
    /// <param name="batch">B, from 1 to the number of images; a last incomplete batch of an epoch is left out.</param>
    /// <param name="updates">Number of updates, zero or more.</param>
    /// <param name="seed">Decides the order.</param>
    /// <returns>The training set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">B is outside its range.</exception>
    public static TrainingSet Training(
        ModelSpec model,
        ImageSet images,
        Precision precision,
        int batch,
        int updates,
        ulong seed
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, images.Count);
        var random = new RandomSource(seed);
        var batches = new List<int[]>(updates);
        while (batches.Count < updates)
            foreach (var rows in Shuffled(images.Count, random).Chunk(batch))
                if (rows.Length == batch && batches.Count < updates)
                    batches.Add(rows);
        // Only the images that occur, numbered anew in their order.
        var used = batches.SelectMany(rows => rows).Distinct().Order().ToArray();
        var place = new int[images.Count];
        for (var i = 0; i < used.Length; i++)
            place[used[i]] = i;
        var x = new double[used.Length * images.Rows * images.Columns];
        images.Scale(model.Scaling, used, x);
        return new TrainingSet(
            images.Rows * images.Columns,
            Round(x, precision),
            model.NeedsLabels ? [.. used.Select(row => (int)images.Labels[row])] : [],
            [.. batches.Select(rows => rows.Select(row => place[row]).ToArray())]
        );
    }

    private static double[] Round(double[] values, Precision precision)
    {
        if (precision == Precision.Float32)
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)values[i];
        return values;
    }

    /// <summary>The numbers from 0 on in random order.</summary>
    internal static int[] Shuffled(int count, RandomSource random)
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
