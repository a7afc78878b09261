using Compare.Torch.Calls;
using TorchSharp;

namespace Compare.Torch;

/// <summary>Images, and labels where there are classes, that stay in libtorch, so that steps name them instead of copying them.</summary>
public sealed class TorchImages : IDisposable
{
    private readonly ComputeTarget _target;
    private bool _disposed;

    /// <summary>Copies images to libtorch; loads it if it is not loaded yet.</summary>
    /// <param name="x">X, shape (N x d), row after row.</param>
    /// <param name="count">N, at least 1.</param>
    /// <param name="labels">The right class of each image, shape (N); empty for none.</param>
    /// <param name="options">Precision and device, which must be those of the model.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">N is less than 1.</exception>
    public TorchImages(double[] x, int count, int[] labels, TorchOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (x.Length == 0 || x.Length % count != 0)
            throw new ArgumentException($"{x.Length} pixels are no {count} images.", nameof(x));
        if (labels.Length != 0 && labels.Length != count)
            throw new ArgumentException($"There are {labels.Length} labels for {count} images.", nameof(labels));
        if (labels.Any(label => label < 0))
            throw new ArgumentException("A label is negative.", nameof(labels));
        Count = count;
        Inputs = x.Length / count;
        Classes = labels.Length == 0 ? 0 : labels.Max() + 1;
        _target = new ComputeTarget(options);
        using var scope = NativeCalls.Begin();
        X = _target.Matrix(x, count, Inputs).DetachFromDisposeScope();
        Labels = labels.Length == 0 ? null : _target.Indices(labels).DetachFromDisposeScope();
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>d, the pixels of an image.</summary>
    public int Inputs { get; }

    /// <summary>One more than the largest label; 0 without labels.</summary>
    public int Classes { get; }

    /// <summary>Shape (N x d).</summary>
    internal torch.Tensor X { get; }

    /// <summary>Shape (N); null without labels.</summary>
    internal torch.Tensor? Labels { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            using var calls = NativeCalls.Begin();
            X.Dispose();
            Labels?.Dispose();
        }
        _disposed = true;
    }

    /// <summary>Takes some images; to be called within a scope.</summary>
    /// <param name="rows">Which; empty for all, without a copy.</param>
    internal (torch.Tensor X, torch.Tensor? Labels) Take(int[] rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (rows.Length == 0)
            return (X, Labels);
        foreach (var row in rows)
            if ((uint)row >= (uint)Count)
                throw new ArgumentException($"Row {row} is none of the {Count} images.", nameof(rows));
        var indices = _target.Indices(rows);
        return (X.index_select(0, indices), Labels?.index_select(0, indices));
    }
}
