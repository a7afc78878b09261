using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Training;

/// <summary>
/// Training at full speed: the steps of <see cref="TextbookTrainer{T}"/> in two passes over memory, without allocation.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// <para>
/// First pass, by rows of the batch: forward, loss, and the gradient back to the first layer. Nothing in it depends on another row.
/// Second pass, by panels of the weights: a panel's gradient, and at once its update. Threads share the parts of a pass and meet only
/// at its end.
/// </para>
/// <para>
/// Every element of a product is one chain of fused multiply-adds as in <see cref="MatrixProduct"/>, so parameters have the bits of the
/// textbook form whatever the number of threads. The loss alone is added up in another order (T.1).
/// </para>
/// </remarks>
internal sealed unsafe class PackedTrainer<T> : ITrainer<T>
    where T : unmanaged,
        INumber<T>,
        IRootFunctions<T>,
        IExponentialFunctions<T>,
        ILogarithmicFunctions<T>,
        IHyperbolicFunctions<T>
{
    /// <summary>Rows of a part of the first pass: two of the highest tile, so that two threads can share a hundred rows fairly; measured.</summary>
    private const int RowsOfPart = 16;

    private readonly TrainedLayer<T>[] _layers;
    private readonly Activation[] _functions;
    private readonly OutputLoss<T> _output;
    private readonly bool _takesLabels;
    private readonly Matrix<T>? _classes;
    private readonly int _threads;
    private readonly int _capacity;
    private readonly RowBuffer<T> _images;
    private readonly RowBuffer<T>[] _preActivations;
    private readonly RowBuffer<T>[] _activations;
    private readonly RowBuffer<T>[] _gradients;
    private readonly T[] _terms;
    private readonly int[] _correct;
    private readonly (int Layer, int Part)[] _updates;
    private readonly bool _activates;
    private readonly bool _pixelsFillPanels;
    private readonly Action<int> _differentiate;
    private readonly Action<int> _evaluate;
    private readonly Action<int> _update;

    // The batch of the present call.
    private Matrix<T> _source;
    private T* _inPlace;
    private int* _labels;
    private int* _rows;
    private int _first;
    private int _count;

    /// <summary>Copies the parameters of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="capacity">Most images in a batch.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    /// <param name="bits">Bits of the widest register to use.</param>
    public PackedTrainer(Network<T> network, Optimizer rule, int capacity, int threads, int bits)
    {
        var layers = network.Layers;
        _functions = [.. layers.Select(layer => layer.Activation)];
        _output = network.Loss.ByImage<T>();
        _takesLabels = network.Target == Target.Labels;
        _classes = _takesLabels && !network.Loss.TakesClasses ? Classes(layers[^1].W.Rows) : null;
        _threads = Math.Min(threads, Environment.ProcessorCount);
        _capacity = capacity;
        _layers = new TrainedLayer<T>[layers.Count];
        var tensor = 1;
        for (var l = 0; l < _layers.Length; l++)
        {
            _layers[l] = new TrainedLayer<T>(
                layers[l].W,
                layers[l].B,
                rule,
                tensor,
                isFirst: l == 0,
                keepsCopy: capacity > RowsOfPart,
                bits
            );
            tensor += layers[l].B is null ? 1 : 2;
        }
        RowBuffer<T> Buffer(int columns) => new(capacity, columns, bits);
        _images = Buffer(_layers[0].Inputs);
        _preActivations = [.. _layers.Select(layer => Buffer(layer.Outputs))];
        _activates = _functions[^1].Slope != 1;
        // Without an activation the last layer's pre-activations are the outputs, whose place their gradient takes.
        _activations =
        [
            .. _layers.Select((layer, l) => IsOutputItself(l) ? _preActivations[l] : Buffer(layer.Outputs)),
        ];
        _gradients = [.. _layers.Select((layer, l) => IsOutputItself(l) ? _preActivations[l] : Buffer(layer.Outputs))];
        var lastPanel = Panel.Cover<T>(_layers[0].Inputs, bits)[^1];
        _pixelsFillPanels = !lastPanel.IsRagged;
        _terms = new T[capacity];
        _correct = new int[capacity];
        _updates =
        [
            .. _layers.SelectMany((layer, l) => Enumerable.Range(0, layer.Parts).Select(part => (Layer: l, part))),
        ];
        _differentiate = Differentiate;
        _evaluate = Evaluate;
        _update = Update;
        _source = new Matrix<T>(0, 0);
    }

    /// <inheritdoc/>
    public T Step(Matrix<T> images, ReadOnlySpan<int> labels, ReadOnlySpan<int> rows)
    {
        var batch = rows.IsEmpty ? images.Rows : rows.Length;
        Check(images, labels);
        foreach (var row in rows)
            if ((uint)row >= (uint)images.Rows)
                throw new ArgumentException($"Row {row} is none of the {images.Rows} images.", nameof(rows));
        if (batch < 1 || batch > _capacity)
            throw new ArgumentException($"The batch has {batch} images, room is for 1 to {_capacity}.", nameof(rows));
        fixed (T* elements = images.Elements)
        fixed (
            int* ofLabels = labels,
                ofRows = rows
        )
        {
            Take(images, elements, ofLabels, ofRows, 0, batch);
            ForkJoin.Run(Parts, _threads, _differentiate);
            ForkJoin.Run(_updates.Length, _threads, _update);
        }
        var sum = T.Zero;
        foreach (var term in _terms.AsSpan(0, batch))
            sum += term; // (T.1)
        return sum / T.CreateChecked(_output.Divisor(batch)); // (A.5), (C.6)
    }

    /// <inheritdoc/>
    public Score Evaluate(Matrix<T> images, ReadOnlySpan<int> labels)
    {
        Check(images, labels);
        if (images.Rows < 1)
            throw new ArgumentException("There are no images.", nameof(images));
        var (sum, correct) = (0.0, 0);
        for (var first = 0; first < images.Rows; first += _capacity)
        {
            var count = Math.Min(_capacity, images.Rows - first);
            fixed (T* elements = images.Elements)
            fixed (int* ofLabels = labels)
            {
                Take(images, elements, ofLabels, null, first, count);
                ForkJoin.Run(Parts, _threads, _evaluate);
            }
            for (var i = 0; i < count; i++)
                (sum, correct) = (sum + double.CreateChecked(_terms[i]), correct + _correct[i]);
        }
        return new Score(sum / _output.Divisor(1) / images.Rows, correct);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> CopyParameters()
    {
        var parameters = new List<Parameter<T>>();
        for (var l = 0; l < _layers.Length; l++)
        {
            parameters.Add(new(FormattableString.Invariant($"W{l + 1}"), _layers[l].CopyWeights()));
            if (_layers[l].CopyBias() is { } bias)
                parameters.Add(new(FormattableString.Invariant($"b{l + 1}"), bias));
        }
        return parameters;
    }

    private int Parts => (_count + RowsOfPart - 1) / RowsOfPart;

    private void Check(Matrix<T> images, ReadOnlySpan<int> labels)
    {
        if (images.Columns != _layers[0].Inputs)
            throw new ArgumentException(
                $"The images have {images.Columns} pixels, the model takes {_layers[0].Inputs}.",
                nameof(images)
            );
        var expected = _takesLabels ? images.Rows : 0;
        if (labels.Length != expected)
            throw new ArgumentException($"There are {labels.Length} labels instead of {expected}.", nameof(labels));
        foreach (var label in labels)
            if ((uint)label >= (uint)_layers[^1].Outputs)
                throw new ArgumentException(
                    $"Label {label} is none of the {_layers[^1].Outputs} classes, numbered from 0.",
                    nameof(labels)
                );
    }

    private void Take(Matrix<T> images, T* elements, int* labels, int* rows, int first, int count)
    {
        (_source, _first, _count) = (images, first, count);
        _labels = labels;
        _rows = rows;
        // Images that follow each other can be read where they are, unless a panel would reach beyond them.
        _inPlace = rows is null && _pixelsFillPanels ? elements + (nint)first * images.Columns : null;
    }

    /// <summary>First pass over some rows of the batch.</summary>
    private void Differentiate(int part)
    {
        var (row, rows) = Forward(part);
        var batch = T.CreateChecked(_count);
        for (var i = row; i < row + rows; i++)
        {
            var dH = _gradients[^1].Row(i);
            if (_activates)
                _activations[^1].Row(i).CopyTo(dH);
            _terms[i] = _output.Differentiate(dH, Targets(i), Label(i), batch);
        }
        for (var l = _layers.Length - 1; l >= 0; l--)
        {
            if (!IsOutputItself(l))
                _functions[l]
                    .Backpropagate<T>(
                        _preActivations[l].Elements(row, rows),
                        _activations[l].Elements(row, rows),
                        _gradients[l].Elements(row, rows)
                    );
            if (l > 0)
                _layers[l].Backward(_gradients[l].Rows(row, rows), _gradients[l - 1].Rows(row, rows));
        }
    }

    private void Evaluate(int part)
    {
        var (row, rows) = Forward(part);
        for (var i = row; i < row + rows; i++)
        {
            var outputs = _activations[^1].Row(i);
            _correct[i] = _takesLabels && TextbookTrainer<T>.Largest<T>(outputs) == Label(i) ? 1 : 0;
            _terms[i] = _output.Differentiate(outputs, Targets(i), Label(i), T.One);
        }
    }

    private (int Row, int Rows) Forward(int part)
    {
        var row = part * RowsOfPart;
        var rows = Math.Min(RowsOfPart, _count - row);
        if (_inPlace is null)
            for (var i = row; i < row + rows; i++)
                _source.Row(Image(i)).CopyTo(_images.Row(i));
        for (var l = 0; l < _layers.Length; l++)
        {
            _layers[l].Forward(Inputs(l, row, rows), _preActivations[l], row);
            if (!IsOutputItself(l))
                _functions[l].Apply<T>(_preActivations[l].Elements(row, rows), _activations[l].Elements(row, rows)); // (A.2), (C.2)
        }
        return (row, rows);
    }

    /// <summary>Second pass over a part of the weights.</summary>
    private void Update(int index)
    {
        var (l, part) = _updates[index];
        _layers[l].Update(part, Inputs(l, 0, _count), _gradients[l].Rows(0, _count));
    }

    private Strided<T> Inputs(int layer, int row, int rows) =>
        layer > 0 ? _activations[layer - 1].Rows(row, rows)
        : _inPlace is null ? _images.Rows(row, rows)
        : new Strided<T>(_inPlace + (nint)row * _source.Columns, rows, _source.Columns, _source.Columns, 1);

    private bool IsOutputItself(int layer) => layer == _layers.Length - 1 && !_activates;

    /// <summary>What the outputs of an image are compared with, where they are compared with numbers.</summary>
    private ReadOnlySpan<T> Targets(int i) => _classes is not null ? _classes.Row(Label(i)) : Pixels(i);

    private ReadOnlySpan<T> Pixels(int i) => _inPlace is null ? _images.Row(i) : _source.Row(_first + i);

    /// <summary>1 at the class and 0 elsewhere, a row for each class.</summary>
    private static Matrix<T> Classes(int count)
    {
        var classes = new Matrix<T>(count, count);
        for (var i = 0; i < count; i++)
            classes[i, i] = T.One; // (C.11)
        return classes;
    }

    private int Image(int i) => _rows is null ? _first + i : _rows[i];

    private int Label(int i) => _labels is null ? 0 : _labels[Image(i)];
}
