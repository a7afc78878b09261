using Compare.Problems;
using Compare.Problems.Data;

namespace Compare.Homework.Runs;

/// <summary>The images of a reproduction as both sides take them, made once for all cells.</summary>
internal sealed class HomeworkData
{
    private readonly Dataset _data;
    private readonly Lazy<(Batch Train, Batch Test)> _centred;
    private readonly Lazy<(Batch Train, Batch Test)> _unit;

    /// <summary>Takes a data set.</summary>
    public HomeworkData(Dataset data)
    {
        _data = data;
        _centred = new(() => (Arrays(data.Train, PixelScaling.Centred), Arrays(data.Test, PixelScaling.Centred)));
        _unit = new(() => (Arrays(data.Train, PixelScaling.Unit), Arrays(data.Test, PixelScaling.Unit)));
    }

    /// <summary>d.</summary>
    public int Pixels => _data.Train.Dimension;

    /// <summary>Training images.</summary>
    public ImageSet Train => _data.Train;

    /// <summary>Test images.</summary>
    public ImageSet Test => _data.Test;

    /// <summary>Training and test images as the autoencoder takes them.</summary>
    public (Batch Train, Batch Test) Centred => _centred.Value;

    /// <summary>Training and test images for a model.</summary>
    public (Batch Train, Batch Test) For(ModelSpec model) => model.NeedsLabels ? _unit.Value : _centred.Value;

    private static Batch Arrays(ImageSet images, PixelScaling scaling)
    {
        var x = new double[images.Count * images.Dimension];
        images.Scale(scaling, [.. Enumerable.Range(0, images.Count)], x);
        for (var i = 0; i < x.Length; i++)
            x[i] = (float)x[i];
        return new Batch(
            images.Count,
            x,
            scaling == PixelScaling.Unit ? [.. images.Labels.ToArray().Select(label => (int)label)] : []
        );
    }
}
