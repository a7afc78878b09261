using Compare.Torch.Calls;
using Compare.Torch.Models;
using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Training;

/// <summary>A training run: torch.optim's own optimizer over the parameters of a model, whose state can be read and overwritten.</summary>
/// <remarks>
/// Every call releases what it allocates in libtorch before it returns, apart from what the optimizer keeps. Not safe for use by two
/// threads at once.
/// </remarks>
public sealed class TorchTraining : IDisposable
{
    private readonly TorchModel _model;
    private readonly TorchRule _rule;
    private readonly OptimizerHelper _optimizer;
    private readonly List<OptimizerState> _states;
    private readonly List<torch.Tensor> _losses = [];
    private bool _disposed;

    /// <summary>Begins to train a model, whose parameters then change with every update.</summary>
    /// <param name="model">The model; not disposed of by the run, and to be disposed of after it.</param>
    /// <param name="rule">The update rule.</param>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public TorchTraining(TorchModel model, TorchRule rule)
    {
        ObjectDisposedException.ThrowIf(model.IsDisposed, model);
        _model = model;
        _rule = rule;
        using var calls = NativeCalls.Begin();
        _optimizer = rule.Create([.. model.Weights]);
        _states = _optimizer.state_dict().State; // the optimizer's own objects, one per parameter
    }

    /// <summary>What the optimizer remembers of each parameter.</summary>
    public IReadOnlyList<string> Slots => _rule.Slots;

    /// <summary>Number of updates made so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Makes one update from a batch: forward, backward, optimizer.</summary>
    /// <param name="x">X, shape (B x d), row after row.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="labels">The right class of each image, shape (B); none for a model without classes.</param>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="ArgumentException">x or the labels do not fit the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">B is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The run or the model is disposed.</exception>
    public double Step(double[] x, int batch, int[]? labels = null)
    {
        using var scope = Scope();
        var loss = _model.Backward(x, batch, labels);
        Update();
        return ComputeTarget.Number(loss);
    }

    /// <summary>Makes one update from images that are in libtorch already; its loss stays there until it is asked for.</summary>
    /// <param name="images">Images of the model's size, precision and device, with labels if the model takes them.</param>
    /// <param name="rows">The B images that form the batch, in their order; empty for all of them.</param>
    /// <exception cref="ArgumentException">The images do not fit the model, or a row is none of them.</exception>
    /// <exception cref="ObjectDisposedException">The run, the model or the images are disposed.</exception>
    public void Step(TorchImages images, int[] rows)
    {
        using var scope = Scope();
        var (x, labels) = _model.Take(images, rows);
        var loss = _model.Backward(x, labels);
        Update();
        _losses.Add(loss.detach().DetachFromDisposeScope());
    }

    /// <summary>Copies the losses of the steps since the last call.</summary>
    /// <returns>Each before its update, in the order of the steps.</returns>
    /// <exception cref="ObjectDisposedException">The run or the model is disposed.</exception>
    public double[] TakeLosses()
    {
        using var scope = Scope();
        if (_losses.Count == 0)
            return [];
        var losses = ComputeTarget.Numbers(torch.stack(_losses));
        DropLosses();
        return losses;
    }

    /// <summary>Makes one update from given gradients.</summary>
    /// <param name="gradients">One array per parameter, in the model's order and row after row; copied.</param>
    /// <exception cref="ArgumentException">The number of arrays, or the length of one, is not the model's.</exception>
    /// <exception cref="ObjectDisposedException">The run or the model is disposed.</exception>
    public void Update(IReadOnlyList<double[]> gradients)
    {
        using var scope = Scope();
        CheckCount(gradients.Count, _model.Parameters.Count, "gradients");
        var tensors = gradients.Select((values, p) => _model.Tensor(p, values)).ToList();
        for (var p = 0; p < tensors.Count; p++)
            _model.Weights[p].grad = tensors[p];
        Update();
    }

    /// <summary>Copies what the optimizer remembers of a parameter.</summary>
    /// <param name="parameter">Its number in the model.</param>
    /// <returns>One array per slot, row after row; zeros for a slot that the first update has yet to make.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    /// <exception cref="ObjectDisposedException">The run or the model is disposed.</exception>
    public IReadOnlyList<double[]> CopyState(int parameter)
    {
        using var scope = Scope();
        var state = _states[parameter];
        var (_, rows, columns) = _model.Parameters[parameter];
        return
        [
            .. Slots.Select(slot =>
                _rule.Slot(state, slot) is { } tensor ? ComputeTarget.Numbers(tensor) : new double[rows * columns]
            ),
        ];
    }

    /// <summary>Goes on from another run's state.</summary>
    /// <param name="updates">Number of updates made so far, 0 or more. At 0 a momentum buffer does not exist yet.</param>
    /// <param name="states">For each parameter one array per slot, as <see cref="CopyState"/> gives them; copied.</param>
    /// <exception cref="ArgumentException">The number or the length of the arrays is not that of model and rule.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of updates is negative.</exception>
    /// <exception cref="ObjectDisposedException">The run or the model is disposed.</exception>
    public void LoadState(long updates, IReadOnlyList<IReadOnlyList<double[]>> states)
    {
        using var scope = Scope();
        ArgumentOutOfRangeException.ThrowIfNegative(updates);
        CheckCount(states.Count, _states.Count, "states");
        for (var p = 0; p < states.Count; p++)
        {
            CheckCount(states[p].Count, Slots.Count, "slots");
            for (var s = 0; s < Slots.Count; s++)
                Load(ref _rule.Slot(_states[p], Slots[s]), _model.Tensor(p, states[p][s]), updates);
            _rule.SetUpdates(_states[p], updates);
        }
        Updates = updates;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            using var calls = NativeCalls.Begin();
            DropLosses();
            _optimizer.Dispose();
        }
        _disposed = true;
    }

    private void DropLosses()
    {
        foreach (var loss in _losses)
            loss.Dispose();
        _losses.Clear();
    }

    private NativeCalls Scope()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _model.Scope();
    }

    private void Update()
    {
        if (_rule.LearningRateFactor is { } factor)
            foreach (var group in _optimizer.ParamGroups)
                group.LearningRate = _rule.LearningRate * factor(Updates);
        _optimizer.step();
        _model.ClearGradients();
        Updates++;
    }

    private void Load(ref torch.Tensor? slot, torch.Tensor values, long updates)
    {
        if (slot is not null && updates == 0 && _rule is TorchSgd)
        {
            slot.Dispose();
            slot = null;
        }
        else if (slot is not null)
            slot.copy_(values);
        else if (updates > 0)
            slot = values.DetachFromDisposeScope();
    }

    private static void CheckCount(int given, int expected, string what)
    {
        if (given != expected)
            throw new ArgumentException($"There must be {expected} {what}, {given} were given.", what);
    }
}
