using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Tests.Extensions;

/// <summary>
/// Lion (Chen et al. 2023), a rule that neither the sources nor torch.optim have: a step of the same size for every element, in the
/// direction of the sign of an average of momentum and gradient.
/// </summary>
public sealed record Lion : Optimizer
{
    public override string Name => "lion";

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.99;

    public override IReadOnlyList<string> SlotNames() => ["m"];

    protected override void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
    {
        T beta1 = T.CreateChecked(Beta1),
            beta2 = T.CreateChecked(Beta2);
        var m = slots["m"];
        for (var i = 0; i < theta.Length; i++)
        {
            var g = step.Gradient(gradient[i], theta[i]);
            var c = beta1 * m[i] + (T.One - beta1) * g;
            var isPositive = Sign.Step(c, T.CreateChecked(0.5));
            theta[i] -= step.Gamma * (isPositive + isPositive - T.One);
            m[i] = beta2 * m[i] + (T.One - beta2) * g;
        }
    }
}
