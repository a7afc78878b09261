using Compare.Torch.Calls;
using TorchSharp;

namespace Compare.Torch.Models;

/// <summary>What the models on libtorch have in common: gradients by autograd, plain arrays in and out.</summary>
/// <remarks>
/// B is the number of images, d their pixels. Every call releases what it allocates in libtorch before it returns. Not safe for use
/// by two threads at once.
/// </remarks>
public abstract class TorchModel : IDisposable
{
    private readonly ComputeTarget _target;
    private readonly NetworkModule _module;

    /// <summary>Number of classes; 0 for a model that takes no labels.</summary>
    private readonly int _classes;
    private bool _disposed;

    /// <summary>Makes the model; loads libtorch if it is not loaded yet.</summary>
    /// <param name="inputs">d, at least 1.</param>
    /// <param name="layers">At least one, each with at least one unit.</param>
    /// <param name="loss">A name of <see cref="TorchLoss"/>.</param>
    /// <param name="comparesWithLabels">Whether the outputs are compared with labels; otherwise with the inputs.</param>
    /// <param name="values">W1, b1, W2, b2 and so on, each row after row; copied.</param>
    /// <param name="options">Precision and device; null for float64 on the device that <see cref="TorchDevice.Auto"/> finds.</param>
    /// <param name="activations">Where the names of activations are looked up; null for those of the homework.</param>
    private protected TorchModel(
        int inputs,
        IReadOnlyList<TorchLayer> layers,
        string loss,
        bool comparesWithLabels,
        IReadOnlyList<double[]> values,
        TorchOptions? options,
        TorchActivations? activations = null
    )
    {
        // What is wrong with the arguments is told even where libtorch is missing.
        var names = activations ?? TorchActivations.Homework;
        var functions = layers.Select(layer => layer.Activation is { } name ? names.Named(name) : null).ToList();
        var function = TorchLoss.Named(loss);
        var shapes = Shapes(inputs, layers, values.Count);
        for (var p = 0; p < shapes.Count; p++)
            CheckShape(values[p], shapes[p].Rows, shapes[p].Columns, shapes[p].Name);
        Inputs = inputs;
        Parameters = shapes;
        _classes = comparesWithLabels ? layers[^1].Units : 0;
        _target = new ComputeTarget(options ?? new TorchOptions());
        using var scope = NativeCalls.Begin();
        _module = new NetworkModule(
            layers,
            functions,
            function,
            shapes.Select((s, p) => (s.Name, _target.Matrix(values[p], s.Rows, s.Columns)))
        );
        scope.Detach(_module.Weights);
    }

    /// <summary>d, the pixels of an image.</summary>
    public int Inputs { get; }

    /// <summary>Names and shapes of the parameters; every list of arrays is in this order.</summary>
    public IReadOnlyList<TorchParameter> Parameters { get; }

    /// <summary>Loss and gradients.</summary>
    /// <param name="x">X, shape (B x d), row after row.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="labels">The right class of each image, shape (B); none for a model without classes.</param>
    /// <returns>The loss and one gradient per parameter.</returns>
    /// <exception cref="ArgumentException">x or the labels do not fit the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">B is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public TorchGradient Evaluate(double[] x, int batch, int[]? labels = null)
    {
        using var scope = Scope();
        var loss = Backward(x, batch, labels);
        var gradient = new TorchGradient(
            ComputeTarget.Number(loss),
            [.. _module.Weights.Select(weights => ComputeTarget.Numbers(weights.grad!))]
        );
        _module.zero_grad();
        return gradient;
    }

    /// <summary>The loss alone.</summary>
    /// <param name="x">X, shape (B x d), row after row.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="labels">The right class of each image, shape (B); none for a model without classes.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">x or the labels do not fit the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">B is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public double Loss(double[] x, int batch, int[]? labels = null)
    {
        using var scope = Scope();
        using var constant = torch.no_grad();
        return ComputeTarget.Number(_module.Loss(Images(x, batch), Labels(labels, batch)));
    }

    /// <summary>Loss, and accuracy where there are classes, on images that are in libtorch already.</summary>
    /// <param name="images">Images of the model's size, precision and device, with labels if the model takes them.</param>
    /// <returns>The mean loss, and the number of images of which the largest logit is that of their label (0 without classes).</returns>
    /// <exception cref="ArgumentException">The images do not fit the model.</exception>
    /// <exception cref="ObjectDisposedException">The model or the images are disposed.</exception>
    public (double Loss, int Correct) Evaluate(TorchImages images)
    {
        using var scope = Scope();
        using var constant = torch.no_grad();
        var (x, labels) = Take(images, []);
        var correct = labels is null ? 0 : _module.call(x).argmax(1).eq(labels).sum().ToInt64();
        return (ComputeTarget.Number(_module.Loss(x, labels)), (int)correct);
    }

    /// <summary>What the model makes of images: reconstructions or logits.</summary>
    /// <param name="x">X, shape (B x d), row after row.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <returns>One row per image, row after row.</returns>
    /// <exception cref="ArgumentException">x does not hold B x d numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">B is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public double[] Outputs(double[] x, int batch)
    {
        using var scope = Scope();
        using var constant = torch.no_grad();
        return ComputeTarget.Numbers(_module.call(Images(x, batch)));
    }

    /// <summary>Whether the model has given back what it holds in libtorch.</summary>
    internal bool IsDisposed => _disposed;

    /// <summary>Copies a parameter.</summary>
    /// <param name="parameter">Its number in <see cref="Parameters"/>.</param>
    /// <returns>Row after row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public double[] CopyParameter(int parameter)
    {
        using var scope = Scope();
        return ComputeTarget.Numbers(_module.Weights[parameter]);
    }

    /// <summary>Overwrites a parameter, each number rounded to the model's precision.</summary>
    /// <param name="parameter">Its number in <see cref="Parameters"/>.</param>
    /// <param name="values">Row after row; copied.</param>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void LoadParameter(int parameter, double[] values)
    {
        using var scope = Scope();
        using var constant = torch.no_grad();
        _module.Weights[parameter].copy_(Tensor(parameter, values));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            using var calls = NativeCalls.Begin();
            _module.Dispose();
        }
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>The parameters in libtorch.</summary>
    internal IReadOnlyList<TorchSharp.Modules.Parameter> Weights => _module.Weights;

    /// <summary>A scope that releases what a call allocates.</summary>
    internal NativeCalls Scope()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return NativeCalls.Begin();
    }

    /// <summary>Computes the loss and leaves the gradients at the parameters; to be called within a scope.</summary>
    internal torch.Tensor Backward(double[] x, int batch, int[]? labels) =>
        Backward(Images(x, batch), Labels(labels, batch));

    /// <summary>The same for tensors.</summary>
    internal torch.Tensor Backward(torch.Tensor x, torch.Tensor? labels)
    {
        _module.zero_grad();
        var loss = _module.Loss(x, labels);
        loss.backward();
        return loss;
    }

    /// <summary>Takes some images that fit the model; to be called within a scope.</summary>
    internal (torch.Tensor X, torch.Tensor? Labels) Take(TorchImages images, int[] rows)
    {
        if (images.Inputs != Inputs)
            throw new ArgumentException(
                $"The images have {images.Inputs} pixels, the model takes {Inputs}.",
                nameof(images)
            );
        if (_classes == 0 ? images.Classes != 0 : images.Classes == 0 || images.Classes > _classes)
            throw new ArgumentException(
                $"The images have labels of {images.Classes} classes, the model has {_classes}.",
                nameof(images)
            );
        return images.Take(rows);
    }

    /// <summary>Drops the gradients. The optimizer's own method would only fill them with zeros.</summary>
    internal void ClearGradients() => _module.zero_grad();

    /// <summary>Copies an array in the shape of a parameter to libtorch.</summary>
    internal torch.Tensor Tensor(int parameter, double[] values)
    {
        var (name, rows, columns) = Parameters[parameter];
        CheckShape(values, rows, columns, name);
        return _target.Matrix(values, rows, columns);
    }

    private torch.Tensor Images(double[] x, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        CheckShape(x, batch, Inputs, nameof(x));
        return _target.Matrix(x, batch, Inputs);
    }

    /// <summary>Checked here, because libtorch on CUDA does not survive a label out of range.</summary>
    private torch.Tensor? Labels(int[]? labels, int batch)
    {
        var count = labels?.Length ?? 0;
        if (count != (_classes == 0 ? 0 : batch))
            throw new ArgumentException(
                _classes == 0 ? "This model takes no labels." : $"There are {count} labels for {batch} images.",
                nameof(labels)
            );
        for (var i = 0; i < count; i++)
            if (labels![i] < 0 || labels[i] >= _classes)
                throw new ArgumentException(
                    $"Label {labels[i]} of image {i} is none of the {_classes} classes, numbered from 0.",
                    nameof(labels)
                );
        return count == 0 ? null : _target.Indices(labels!);
    }

    private static void CheckShape(double[] values, int rows, int columns, string name)
    {
        if (values.LongLength != (long)rows * columns)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{name} holds {values.Length} numbers, and the shape {rows} x {columns} has {(long)rows * columns}."
                ),
                name
            );
    }

    private static List<TorchParameter> Shapes(int inputs, IReadOnlyList<TorchLayer> layers, int arrays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers.Count, 1, nameof(layers));
        var shapes = new List<TorchParameter>();
        for (var l = 0; l < layers.Count; l++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(layers[l].Units, 1, nameof(layers));
            var before = l == 0 ? inputs : layers[l - 1].Units;
            shapes.Add(new TorchParameter(FormattableString.Invariant($"W{l + 1}"), layers[l].Units, before));
            if (layers[l].HasBias)
                shapes.Add(new TorchParameter(FormattableString.Invariant($"b{l + 1}"), 1, layers[l].Units));
        }
        if (arrays != shapes.Count)
            throw new ArgumentException(
                $"{layers.Count} layers have {shapes.Count} parameters, {arrays} arrays were given.",
                nameof(layers)
            );
        return shapes;
    }
}
