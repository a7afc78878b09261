using Compare.Torch.Training;
using TorchSharp;

namespace Compare.Torch.ByHand;

/// <summary>An update rule of torch.optim as few tensor operations, in place.</summary>
/// <param name="rule">SGD, momentum, RMSProp, Adam or AdaGrad with its plain options.</param>
/// <param name="parameter">The tensor to update.</param>
internal sealed class ByHandRule(TorchRule rule, torch.Tensor parameter) : IDisposable
{
    private readonly torch.Tensor? _first = rule is TorchSgd { Momentum: 0 }
        ? null
        : torch.zeros_like(parameter).DetachFromDisposeScope();
    private readonly torch.Tensor? _second =
        rule is TorchAdam ? torch.zeros_like(parameter).DetachFromDisposeScope() : null;
    private int _updates;

    /// <summary>
    /// Whether the update is a multiple of the gradient, so that a product can be added to the parameter directly. TorchSharp takes the
    /// factor as a float, which in float64 may not be the step size.
    /// </summary>
    public bool AddsProducts { get; } =
        rule is TorchSgd { Momentum: 0 }
        && (parameter.dtype == torch.ScalarType.Float32 || (float)rule.LearningRate == rule.LearningRate);

    /// <summary>The step size.</summary>
    public double LearningRate => rule.LearningRate;

    /// <summary>Makes one update; to be called within a scope and without gradients.</summary>
    /// <param name="g">The gradient; overwritten where that saves memory.</param>
    public void Update(torch.Tensor g)
    {
        _updates++;
        switch (rule)
        {
            case TorchSgd { Momentum: 0 }:
                parameter.add_(g, alpha: -LearningRate);
                break;
            case TorchSgd sgd:
                _first!.mul_(sgd.Momentum).add_(g);
                parameter.add_(_first, alpha: -LearningRate);
                break;
            case TorchRmsProp prop:
                _first!.mul_(prop.Alpha).addcmul_(g, g, 1 - prop.Alpha);
                parameter.addcdiv_(g, _first.sqrt().add_(prop.Epsilon), -LearningRate);
                break;
            case TorchAdaGrad ada:
                _first!.addcmul_(g, g, 1);
                parameter.addcdiv_(g, _first.sqrt().add_(ada.Epsilon), -LearningRate);
                break;
            case TorchAdam adam:
                _first!.mul_(adam.Beta1).add_(g, alpha: 1 - adam.Beta1);
                _second!.mul_(adam.Beta2).addcmul_(g, g, 1 - adam.Beta2);
                var first = 1 - Math.Pow(adam.Beta1, _updates);
                var second = Math.Sqrt(1 - Math.Pow(adam.Beta2, _updates));
                parameter.addcdiv_(_first, _second.sqrt().div_(second).add_(adam.Epsilon), -LearningRate / first);
                break;
            default:
                throw new NotSupportedException($"No hand-written form of {rule.GetType().Name}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first?.Dispose();
        _second?.Dispose();
    }
}
