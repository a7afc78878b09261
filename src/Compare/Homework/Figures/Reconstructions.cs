using System.Globalization;
using Compare.Homework.Runs;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Homework.Figures;

/// <summary>Figures 8 to 13: test images and what the trained autoencoders make of them on both sides, with the difference of the two.</summary>
/// <param name="results">The runs.</param>
/// <param name="data">Images.</param>
/// <param name="sides">By the name that cells have for them.</param>
internal sealed class Reconstructions(
    RunResults results,
    HomeworkData data,
    IReadOnlyDictionary<string, IEpochSide> sides
)
{
    private const int OfSmallSizes = 13;

    /// <summary>The number of the homework's figure of an activation.</summary>
    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["identity"] = 8,
        ["relu"] = 9,
        ["tanh"] = 10,
        ["sigmoid"] = 11,
        ["negative"] = 12,
    };

    /// <summary>Makes the figures of the autoencoders that have runs.</summary>
    /// <param name="remarks">By figure number what is to be said of it besides.</param>
    public IEnumerable<ImageGridFigure> Figures(Func<int, string> remarks)
    {
        foreach (var (activation, number) in Numbers)
        {
            var groups = results
                .Table1.Where(group => group.Cell.Row == activation && group.WithWeights is not null)
                .ToList();
            if (groups.Count > 0)
                yield return Figure(number, $"reconstructions, {activation}", groups, remarks);
        }
        if (results.Small.Count > 0)
            yield return Figure(
                OfSmallSizes,
                "reconstructions with few hidden units, identity",
                results.Small,
                remarks
            );
    }

    private ImageGridFigure Figure(int number, string title, IReadOnlyList<RunGroup> groups, Func<int, string> remarks)
    {
        var (shown, originals) = Shown();
        var rows = new List<ImageRow> { new("original", originals) };
        foreach (var size in groups.GroupBy(group => group.Cell.Hidden))
        {
            var outputs = size.Select(group => Outputs(group, shown)).ToList();
            foreach (var (group, output) in size.Zip(outputs))
                rows.Add(
                    new ImageRow(
                        FormattableString.Invariant($"k = {size.Key}, {group.Cell.Side}"),
                        Pictures.OfCentred(output, data.Pixels)
                    )
                );
            if (outputs.Count == 2)
                rows.Add(Difference(size.Key, outputs[0], outputs[1]));
        }
        var cell = groups[0].Cell;
        return new ImageGridFigure(
            FormattableString.Invariant($"figure/{number}"),
            FormattableString.Invariant($"Figure {number}: {title}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"The first test image of each class, and what the autoencoder makes of it after {cell.Epochs} epochs with step size {cell.StepSize} on either side. Below each pair their difference, the largest one white.{remarks(number)}"
            ),
            data.Test.Rows,
            data.Test.Columns,
            rows
        );
    }

    /// <summary>The first test image of each class, in the order of the classes.</summary>
    private (Batch Batch, IReadOnlyList<byte[]> Pictures) Shown()
    {
        var labels = data.Test.Labels.ToArray();
        var indices = labels.Distinct().Order().Select(label => Array.IndexOf(labels, label)).ToArray();
        var x = new double[indices.Length * data.Pixels];
        data.Test.Scale(PixelScaling.Centred, indices, x);
        for (var i = 0; i < x.Length; i++)
            x[i] = (float)x[i];
        return (new Batch(indices.Length, x, []), [.. indices.Select(index => data.Test.Image(index).ToArray())]);
    }

    private double[] Outputs(RunGroup group, Batch batch)
    {
        var model = group.Cell.Model(data.Pixels);
        var run = group.WithWeights!;
        using var trained = sides[group.Cell.Side]
            .Start(
                model,
                Precision.Float32,
                [
                    .. model.Parameters.Select(
                        (shape, i) => new NamedArray(shape.Name, shape.Rows, shape.Columns, run.Parameter(i))
                    ),
                ],
                Sgd.Homework
            );
        return trained.Outputs(batch);
    }

    private ImageRow Difference(int hidden, double[] a, double[] b)
    {
        var difference = a.Zip(b, (x, y) => Math.Abs(x - y)).ToArray();
        var largest = difference.Max();
        return new ImageRow(
            string.Create(CultureInfo.InvariantCulture, $"k = {hidden}, difference, at most {largest:0.0e+00}"),
            Pictures.OfCentred([.. difference.Select(x => (largest > 0 ? x / largest : 0) - 0.5)], data.Pixels)
        );
    }
}
