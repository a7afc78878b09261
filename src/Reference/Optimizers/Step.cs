using System.Numerics;

namespace Compare.Reference.Optimizers;

/// <summary>What every rule needs in one update of one tensor.</summary>
/// <typeparam name="T">The number type.</typeparam>
public readonly struct Step<T>
    where T : unmanaged, INumber<T>
{
    private readonly T _lambda;
    private readonly bool _decays;

    internal Step(Optimizer rule, int tensor, long updatesBefore)
    {
        Tensor = tensor;
        UpdatesBefore = updatesBefore;
        Gamma = rule.Schedule is { } schedule
            ? HyperParameter.Scheduled<T>(rule.LearningRate * schedule.Factor(updatesBefore), updatesBefore)
            : HyperParameter.To<T>(rule.LearningRate);
        if (rule.LearningRateDecay != 0)
            Gamma /= T.One + T.CreateChecked((double)updatesBefore) * HyperParameter.To<T>(rule.LearningRateDecay); // (O.4)
        _decays = rule.WeightDecay.Coupled != 0;
        _lambda = HyperParameter.To<T>(rule.WeightDecay.Coupled);
    }

    /// <summary>Number of the tensor among the parameters, 1 for the first.</summary>
    public int Tensor { get; }

    /// <summary>t - 1, the number of updates that this tensor has had.</summary>
    public long UpdatesBefore { get; }

    /// <summary>gamma_t, the step size of this update (O.4).</summary>
    public T Gamma { get; }

    /// <summary>
    /// g, the gradient that the rule works with: the given one, with the coupled weight decay where there is one (O.1).
    /// </summary>
    /// <param name="gradient">The element of the loss gradient.</param>
    /// <param name="theta">The parameter before the update.</param>
    /// <returns>g.</returns>
    public T Gradient(T gradient, T theta) => _decays ? gradient + _lambda * theta : gradient; // (O.1)
}
