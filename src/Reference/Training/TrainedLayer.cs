using System.Numerics;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Training;

/// <summary>A layer's weights as the products want them, packed from one step to the next, with the optimizer's state beside them.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// W is kept twice: by columns of outputs for the forward pass, by columns of inputs for the backward pass. The one whose columns run along
/// the longer side is the one that is updated, panel by panel, while the panel's gradient is in the first cache; the other is a copy.
/// </remarks>
internal sealed unsafe class TrainedLayer<T>
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    private readonly PanelMatrix<T> _forward;
    private readonly PanelMatrix<T> _backward;
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
    /// <param name="bits">Bits of the widest register to use.</param>
    public TrainedLayer(Matrix<T> w, Matrix<T>? b, Optimizer rule, int tensor, int bits)
    {
        Outputs = w.Rows;
        Inputs = w.Columns;
        _forward = new PanelMatrix<T>(Inputs, Outputs, bits);
        _backward = new PanelMatrix<T>(Outputs, Inputs, bits);
        fixed (T* elements = w.Elements)
        {
            var stored = new Strided<T>(elements, Outputs, Inputs, Inputs, 1);
            _backward.CopyFrom(stored);
            _forward.CopyFrom(stored.Transposed);
        }
        _updatesForward = Outputs > Inputs;
        _rule = rule;
        _states =
        [
            .. Enumerable
                .Range(0, Updated.Panels.Length)
                .Select(panel => rule.CreateState<T>(Updated.Elements(panel).Length, tensor)),
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
    public int Parts => Updated.Panels.Length + (_bias is null ? 0 : 1);

    private PanelMatrix<T> Updated => _updatesForward ? _forward : _backward;

    /// <summary>A = H W', plus the bias.</summary>
    /// <param name="h">H, some rows.</param>
    /// <param name="a">A, as many rows; overwritten.</param>
    /// <param name="row">The first of them.</param>
    public void Forward(Strided<T> h, RowBuffer<T> a, int row)
    {
        if (_bias is not null)
            for (var i = 0; i < h.Rows; i++)
                _bias.CopyTo(a.Row(row + i));
        _forward.MultiplyFromLeft(h, a.Rows(row, h.Rows), accumulate: _bias is not null); // (A.1), (A.3), (C.1)
    }

    /// <summary>dH = dA W.</summary>
    /// <param name="dA">dA, some rows.</param>
    /// <param name="dH">dH, as many rows; overwritten.</param>
    public void Backward(Strided<T> dA, Strided<T> dH) => _backward.MultiplyFromLeft(dA, dH, accumulate: false); // (A.8), (C.10)

    /// <summary>Computes one part of the gradient and updates that part of the weights.</summary>
    /// <param name="part">0 to <see cref="Parts"/> - 1. Different parts may run at the same time.</param>
    /// <param name="h">H, all B rows, readable for all of the width of its panels.</param>
    /// <param name="dA">dA, all B rows, likewise.</param>
    public void Update(int part, Strided<T> h, Strided<T> dA)
    {
        if (part == Updated.Panels.Length)
        {
            UpdateBias(dA);
            return;
        }
        var panel = Updated.Panels[part];
        var weights = Updated.Elements(part);
        var gradient = PackingBuffer.OfThisThread<T>(weights.Length);
        var (left, right) = _updatesForward ? (h, dA) : (dA, h);
        panel.Multiply(
            left.Transposed,
            right.Block(0, panel.Start, right.Rows, panel.Width),
            new Strided<T>(gradient, left.Columns, panel.Width, panel.Width, 1),
            accumulate: false
        ); // (A.7), (A.10), (C.8)
        _rule.Update(weights, new ReadOnlySpan<T>(gradient, weights.Length), _states[part]);
        (_updatesForward ? _backward : _forward).CopyRowsFrom(panel.Start, Updated.Strip(part).Transposed);
    }

    /// <summary>Copies W.</summary>
    /// <returns>Shape (outputs x inputs).</returns>
    public Matrix<T> CopyWeights()
    {
        var w = new Matrix<T>(Outputs, Inputs);
        fixed (T* elements = w.Elements)
            _backward.CopyTo(new Strided<T>(elements, Outputs, Inputs, Inputs, 1));
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
