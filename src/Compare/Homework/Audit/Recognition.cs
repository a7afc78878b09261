using Compare.Homework.Runs;
using Compare.Problems;
using Compare.Reference.Activations;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Homework.Audit;

/// <summary>
/// Whether a digit can still be told from its reconstruction, as far as the simplest reader can tell: which of the ten mean training images
/// is nearest to it.
/// </summary>
internal sealed class Recognition
{
    private const int Classes = 10;

    private readonly int _pixels;
    private readonly Matrix<float> _test;
    private readonly byte[] _labels;
    private readonly Matrix<float> _means;
    private readonly float[] _squares;
    private readonly int _threads;

    /// <summary>Takes the means of the training images.</summary>
    /// <param name="data">Training images, and the test images to recognise.</param>
    /// <param name="threads">Greatest number of threads.</param>
    public Recognition(HomeworkData data, int threads)
    {
        (_pixels, _threads) = (data.Pixels, threads);
        var (train, test) = data.Centred;
        _test = Matrix<float>.From(test.X, test.Count, _pixels);
        _labels = data.Test.Labels.ToArray();
        _means = Means(train, data.Train.Labels);
        _squares = [.. Enumerable.Range(0, Classes).Select(c => InnerProduct.Of<float>(_means.Row(c), _means.Row(c)))];
        OfOriginals = Share(_test);
    }

    /// <summary>The share of the test images that it recognises.</summary>
    public double OfOriginals { get; }

    /// <summary>The share of the test images that it recognises after they went through an autoencoder.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="run">Its run, with weights.</param>
    public double Of(Cell cell, CellResult run)
    {
        var w1 = Matrix<float>.From(run.Parameter(0), cell.Hidden, _pixels);
        var w2 = Matrix<float>.From(run.Parameter(1), _pixels, cell.Hidden);
        var activation = Activation.Named(cell.Row);
        return Share(new Autoencoder<float>(activation, w1, w2, _threads).Forward(_test).Y);
    }

    private double Share(Matrix<float> images)
    {
        var products = new Matrix<float>(images.Rows, Classes);
        MatrixProduct.Multiply(images, Transpose.No, _means, Transpose.Yes, products, threads: _threads);
        var right = 0;
        for (var i = 0; i < images.Rows; i++)
        {
            // |x - m|^2 without |x|^2, which is the same for all m.
            var row = products.Row(i).ToArray();
            if (Enumerable.Range(0, Classes).MinBy(c => _squares[c] - 2 * row[c]) == _labels[i])
                right++;
        }
        return (double)right / images.Rows;
    }

    private Matrix<float> Means(Batch train, ReadOnlySpan<byte> labels)
    {
        var sums = new double[Classes * _pixels];
        var counts = new int[Classes];
        for (var i = 0; i < train.Count; i++)
        {
            counts[labels[i]]++;
            for (var j = 0; j < _pixels; j++)
                sums[labels[i] * _pixels + j] += train.X[i * _pixels + j];
        }
        for (var j = 0; j < sums.Length; j++)
            sums[j] /= Math.Max(1, counts[j / _pixels]);
        return Matrix<float>.From(sums, Classes, _pixels);
    }
}
