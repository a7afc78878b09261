using Compare.Torch.Calls;
using Compare.Torch.Training;
using TorchSharp;

namespace Compare.Torch.ByHand;

/// <summary>
/// Training steps as somebody writes them who knows libtorch and does without autograd: the gradients' formulas as tensor operations, in
/// place where possible. A contender for speed, not a side of the comparison.
/// </summary>
public abstract class ByHandTraining : IDisposable
{
    private readonly torch.Tensor[] _parameters;
    private readonly ByHandRule[] _rules;
    private torch.Tensor? _loss;
    private bool _disposed;

    /// <summary>Copies the parameters to libtorch; loads it if it is not loaded yet.</summary>
    private protected ByHandTraining(
        IReadOnlyList<(double[] Values, int Rows, int Columns)> parameters,
        TorchRule rule,
        TorchOptions options
    )
    {
        var target = new ComputeTarget(options);
        using var scope = NativeCalls.Begin();
        _parameters = [.. parameters.Select(p => target.Matrix(p.Values, p.Rows, p.Columns).DetachFromDisposeScope())];
        _rules = [.. _parameters.Select(p => new ByHandRule(rule, p))];
        scope.Detach(_parameters);
    }

    /// <summary>The loss of the last step, before its update.</summary>
    /// <exception cref="InvalidOperationException">There was no step.</exception>
    public double Loss => ComputeTarget.Number(_loss ?? throw new InvalidOperationException("There was no step."));

    /// <summary>One training step on all images.</summary>
    /// <param name="images">Images of the model's size, precision and device, with labels if it takes them.</param>
    /// <exception cref="ObjectDisposedException">The run or the images are disposed.</exception>
    public void Step(TorchImages images)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var scope = NativeCalls.Begin();
        using var constant = torch.no_grad();
        var (x, labels) = images.Take([]);
        var loss = Step(x, labels);
        _loss?.Dispose();
        _loss = loss.DetachFromDisposeScope();
    }

    /// <summary>Copies a parameter.</summary>
    /// <param name="parameter">Its number.</param>
    /// <returns>Row after row.</returns>
    public double[] CopyParameter(int parameter) => ComputeTarget.Numbers(_parameters[parameter]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            using var calls = NativeCalls.Begin();
            foreach (var parameter in _parameters)
                parameter.Dispose();
            foreach (var rule in _rules)
                rule.Dispose();
            _loss?.Dispose();
        }
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>The parameters in the model's order.</summary>
    private protected IReadOnlyList<torch.Tensor> Parameters => _parameters;

    /// <summary>Forward, backward, update.</summary>
    private protected abstract torch.Tensor Step(torch.Tensor x, torch.Tensor? labels);

    /// <summary>Updates a matrix by the gradient left' right.</summary>
    private protected void UpdateByProduct(int parameter, torch.Tensor left, torch.Tensor right)
    {
        var rule = _rules[parameter];
        if (rule.AddsProducts)
            _parameters[parameter].addmm_(left.t(), right, beta: 1, alpha: (float)-rule.LearningRate);
        else
            rule.Update(torch.mm(left.t(), right));
    }

    /// <summary>Updates a parameter by its gradient.</summary>
    private protected void Update(int parameter, torch.Tensor gradient) => _rules[parameter].Update(gradient);
}
