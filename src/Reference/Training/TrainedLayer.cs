using System.Numerics;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Training;

/// <summary>A layer's weights as the products want them, packed from one step to the next, with the optimizer's state beside them.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// The forward pass wants W by columns of outputs, the backward pass by columns of inputs. The one whose columns run along the longer side
/// is updated, panel by panel, while the panel's gradient is in the first cache. The other is a copy, unless the batch is so small that
/// packing it again for every step moves less memory.
/// </remarks>
internal sealed unsafe class TrainedLayer<T>
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private readonly PanelMatrix<T> _weights;
    private readonly PanelMatrix<T>? _copy;
    private readonly bool _updatesForward;
    private readonly Optimizer _rule;
    private readonly TensorState<T>[] _states;
    private readonly TensorState<T>? _biasState;
    private readonly T[]? _bias;
    private readonly T[] _dBias;

    /// <summary>Copies a layer.</summary>
    /// <param name="w">W, shape (outputs x inputs), stored by rows.</param>
    /// <param name="b">Biases, shape (1 x outputs); null for none.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="tensor">Number of W among the parameters, 1 for the first; the bias is the next.</param>
    /// <param name="isFirst">Whether nothing is before it to pass a gradient back to.</param>
    /// <param name="keepsCopy">Whether steps are large enough for a copy by the other columns.</param>
    /// <param name="bits">Bits of the widest register to use.</param>
    public TrainedLayer(Matrix<T> w, Matrix<T>? b, Optimizer rule, int tensor, bool isFirst, bool keepsCopy, int bits)
    {
        Outputs = w.Rows;
        Inputs = w.Columns;
        _updatesForward = Outputs > Inputs;
        _weights = _updatesForward ? new(Inputs, Outputs, bits) : new(Outputs, Inputs, bits);
        if (keepsCopy && !(isFirst && _updatesForward))
            _copy = new PanelMatrix<T>(_weights.Columns, _weights.Rows, bits);
        fixed (T* elements = w.Elements)
        {
            var stored = new Strided<T>(elements, Outputs, Inputs, Inputs, 1);
            _weights.CopyFrom(_updatesForward ? stored.Transposed : stored);
            _copy?.CopyFrom(_updatesForward ? stored : stored.Transposed);
        }
        _rule = rule;
        _states =
        [
            .. Enumerable
                .Range(0, _weights.Panels.Length)
                .Select(panel => rule.CreateState<T>(_weights.Elements(panel).Length, tensor)),
        ];
        _bias = b?.Elements.ToArray();
        _biasState = b is null ? null : rule.CreateState<T>(Outputs, tensor + 1);
        _dBias = new T[b is null ? 0 : Outputs];
    }

    /// <summary>n_l.</summary>
    public int Outputs { get; }

    /// <summary>n_(l-1).</summary>
    public int Inputs { get; }

    /// <summary>Parts into which an update is cut.</summary>
    public int Parts => _weights.Panels.Length + (_bias is null ? 0 : 1);

    /// <summary>A = H W', plus the bias.</summary>
    /// <param name="h">H, some rows.</param>
    /// <param name="a">A, as many rows; overwritten.</param>
    /// <param name="row">The first of them.</param>
    public void Forward(Strided<T> h, RowBuffer<T> a, int row)
    {
        if (_bias is not null)
            for (var i = 0; i < h.Rows; i++)
                _bias.CopyTo(a.Row(row + i));
        Multiply(h, a.Rows(row, h.Rows), asUpdated: _updatesForward, accumulate: _bias is not null); // (A.1), (A.3), (C.1)
    }

    /// <summary>dH = dA W.</summary>
    /// <param name="dA">dA, some rows.</param>
    /// <param name="dH">dH, as many rows; overwritten.</param>
    public void Backward(Strided<T> dA, Strided<T> dH) =>
        Multiply(dA, dH, asUpdated: !_updatesForward, accumulate: false); // (A.8), (C.10)

    /// <summary>Computes one part of the gradient and updates that part of the weights.</summary>
    /// <param name="part">0 to <see cref="Parts"/> - 1. Different parts may run at the same time.</param>
    /// <param name="h">H, all B rows, readable for all of the width of its panels.</param>
    /// <param name="dA">dA, all B rows, likewise.</param>
    public void Update(int part, Strided<T> h, Strided<T> dA)
    {
        if (part == _weights.Panels.Length)
        {
            UpdateBias(dA);
            return;
        }
        var panel = _weights.Panels[part];
        var weights = _weights.Elements(part);
        var gradient = PackingBuffer.OfThisThread<T>(weights.Length);
        var (left, right) = _updatesForward ? (h, dA) : (dA, h);
        panel.Multiply(
            left.Transposed,
            right.Block(0, panel.Start, right.Rows, panel.Width),
            new Strided<T>(gradient, left.Columns, panel.Width, panel.Width, 1),
            accumulate: false
        ); // (A.7), (A.10), (C.8)
        _rule.Update(weights, new ReadOnlySpan<T>(gradient, weights.Length), _states[part]);
        _copy?.CopyRowsFrom(panel.Start, _weights.Strip(part).Transposed);
    }

    /// <summary>Copies W.</summary>
    /// <returns>Shape (outputs x inputs).</returns>
    public Matrix<T> CopyWeights()
    {
        var w = new Matrix<T>(Outputs, Inputs);
        fixed (T* elements = w.Elements)
        {
            var stored = new Strided<T>(elements, Outputs, Inputs, Inputs, 1);
            _weights.CopyTo(_updatesForward ? stored.Transposed : stored);
        }
        return w;
    }

    /// <summary>Copies the biases.</summary>
    /// <returns>Shape (1 x outputs); null for a layer without.</returns>
    public Matrix<T>? CopyBias()
    {
        if (_bias is null)
            return null;
        var b = new Matrix<T>(1, Outputs);
        _bias.CopyTo(b.Elements);
        return b;
    }

    private void Multiply(Strided<T> a, Strided<T> c, bool asUpdated, bool accumulate)
    {
        if (asUpdated)
            _weights.MultiplyFromLeft(a, c, accumulate);
        else if (_copy is not null)
            _copy.MultiplyFromLeft(a, c, accumulate);
        else
            _weights.MultiplyTransposedFromLeft(a, c, accumulate);
    }

    private void UpdateBias(Strided<T> dA)
    {
        Array.Clear(_dBias);
        var sums = Registers.Of(_dBias.AsSpan());
        for (var i = 0; i < dA.Rows; i++)
        {
            var row = new ReadOnlySpan<T>(dA.At(i, 0), Outputs);
            var packed = Registers.Of(row);
            for (var j = 0; j < sums.Length; j++)
                sums[j] += packed[j]; // (C.9)
            for (var j = sums.Length * Packed<T>.Count; j < row.Length; j++)
                _dBias[j] += row[j]; // (C.9)
        }
        _rule.Update(_bias, _dBias, _biasState!);
    }
}
