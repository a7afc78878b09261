using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>An update rule, and what a program does wrong around it.</summary>
/// <param name="Rule">The rule, right or wrong.</param>
internal sealed record UpdateVariant(Optimizer Rule)
{
    /// <summary>Whether the gradient has the wrong sign.</summary>
    public bool ReversesGradient { get; init; }

    /// <summary>Whether the gradient is that of the update before.</summary>
    public bool UsesStaleGradient { get; init; }

    /// <summary>Whether the gradient is the sum of all gradients so far.</summary>
    public bool AccumulatesGradient { get; init; }

    /// <summary>What the gradient is clipped to; null for nothing.</summary>
    public GradientClip? Clip { get; init; }

    /// <summary>What is wrong with the weight decay.</summary>
    public DecayFault Decay { get; init; }

    /// <summary>What happens to the state between two updates.</summary>
    public StateFault State { get; init; }

    /// <summary>What is left out.</summary>
    public UpdateOmission Omission { get; init; }

    /// <summary>Whether one counter goes on from tensor to tensor.</summary>
    public bool SharesCounter { get; init; }

    /// <summary>Where another rule takes over; null for nowhere.</summary>
    public RuleTurn? Turn { get; init; }

    /// <summary>The rule of one update.</summary>
    /// <param name="updatesBefore">The number of updates before it.</param>
    /// <param name="stepSizeFactor">What a schedule multiplies the step size with.</param>
    /// <returns>The rule.</returns>
    public Optimizer RuleAt(long updatesBefore, double stepSizeFactor)
    {
        var rule = Turn is { } turn && turn.HoldsAt(updatesBefore) ? turn.Rule : Rule;
        return stepSizeFactor == 1 ? rule : rule with { LearningRate = rule.LearningRate * stepSizeFactor };
    }
}
