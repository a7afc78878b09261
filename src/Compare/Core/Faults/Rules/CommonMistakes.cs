using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>Mistakes that can be made around the formula of any rule: with gradient, step size, weight decay, state and epsilon.</summary>
internal static class CommonMistakes
{
    private const double TinyDecay = 1e-9;

    /// <summary>All of them, a row each.</summary>
    public static IReadOnlyList<UpdateMistake> Rows { get; } =
    [
        UpdateMistake.Around(
            "gradient-reversed",
            "the step goes up the gradient instead of down",
            "O.8",
            "subtract the step",
            v => v.ReversesGradient ? null : v with { ReversesGradient = true }
        ),
        UpdateMistake.Around(
            "gradient-stale",
            "each update works with the gradient of the update before",
            "O.8",
            "compute the gradient at the present parameters before the update",
            v => v.UsesStaleGradient ? null : v with { UsesStaleGradient = true }
        ),
        UpdateMistake.Around(
            "gradients-accumulated",
            "each update works with the sum of all gradients so far",
            "O.8",
            "set the gradients to zero before each backward pass",
            v => v.AccumulatesGradient ? null : v with { AccumulatesGradient = true }
        ),
        UpdateMistake.Option<Optimizer>(
            "step-size-twice",
            "the step size is applied twice",
            "O.8",
            "multiply by it once",
            rule =>
                rule.LearningRate * rule.LearningRate is var square && double.IsFinite(square)
                    ? rule with
                    {
                        LearningRate = square,
                    }
                    : null
        ),
        UpdateMistake.Option<Optimizer>(
            "schedule-one-ahead",
            "the step size is that of the next update",
            "O.4",
            "the first update has the undiminished step size: count the updates before it",
            rule => Shifted(rule, 1)
        ),
        UpdateMistake.Option<Optimizer>(
            "schedule-one-behind",
            "the step size is that of the update before",
            "O.4",
            "the first update has the undiminished step size: count the updates before it",
            rule => Shifted(rule, -1)
        ),
        UpdateMistake.Example<Optimizer>(
            "step-size-decays",
            "the step size decays by 1e-9 an update",
            "O.4",
            "keep it constant",
            rule => rule.LearningRateDecay == 0 ? rule with { LearningRateDecay = TinyDecay } : null
        ),
        UpdateMistake.Around(
            "tensor-forgotten",
            "the last tensor is not updated",
            "O.8",
            "pass all parameters to the optimizer",
            v => v.Omission == UpdateOmission.None ? v with { Omission = UpdateOmission.LastTensor } : null
        ),
        UpdateMistake.Around(
            "elements-forgotten",
            "some elements are not updated",
            "O.8",
            "run the loop over all elements",
            v => v.Omission == UpdateOmission.None ? v with { Omission = UpdateOmission.Elements } : null
        ),
        UpdateMistake.Option<Optimizer>(
            "decay-missing",
            "the weight decay is missing",
            "O.1",
            "add lambda theta to the gradient",
            rule => rule.WeightDecay.Coupled > 0 ? Decay(rule, new WeightDecay()) : null
        ),
        UpdateMistake.Option<Optimizer>(
            "decay-decoupled",
            "the weight decay acts on the parameters and not on the gradient",
            "O.1",
            "add lambda theta to the gradient before anything else",
            rule =>
                rule.WeightDecay.Coupled > 0 && !rule.IsPlain
                    ? Decay(rule, new WeightDecay { Decoupled = rule.WeightDecay.Coupled })
                    : null
        ),
        UpdateMistake.Option<Optimizer>(
            "decay-coupled",
            "the weight decay acts on the gradient and not on the parameters",
            "O.2",
            "multiply theta by 1 - gamma lambda' and leave the gradient alone",
            rule =>
                rule.WeightDecay.Decoupled > 0 && !rule.IsPlain
                    ? Decay(rule, new WeightDecay { Coupled = rule.WeightDecay.Decoupled })
                    : null
        ),
        UpdateMistake.Option<Optimizer>(
            "decoupled-decay-missing",
            "the weight decay is missing",
            "O.2",
            "multiply theta by 1 - gamma lambda'",
            rule => rule.WeightDecay.Decoupled > 0 ? Decay(rule, new WeightDecay()) : null
        ),
        Misplaced(
            DecayFault.Grows,
            "decoupled-decay-reversed",
            "the weight decay makes the parameters grow",
            "multiply theta by 1 - gamma lambda', not by 1 + gamma lambda'"
        ),
        Misplaced(
            DecayFault.AfterStep,
            "decoupled-decay-after-step",
            "the weight decay acts after the step instead of before it",
            "decay first, then take the step"
        ),
        Misplaced(
            DecayFault.WithoutStepSize,
            "decoupled-decay-without-step-size",
            "the weight decay is not multiplied by the step size",
            "multiply theta by 1 - gamma lambda', not by 1 - lambda'"
        ),
        UpdateMistake.Around(
            "decay-multiplies-gradient",
            "the gradient is multiplied by 1 + lambda theta in place of adding lambda theta",
            "O.1",
            "add lambda theta to the gradient",
            v =>
                v is { Rule.WeightDecay.Coupled: > 0, Decay: DecayFault.None }
                    ? v with
                    {
                        Decay = DecayFault.MultipliesGradient,
                    }
                    : null
        ),
        UpdateMistake.Around(
            "decay-subtracted",
            "the weight decay has the wrong sign",
            "O.1",
            "add lambda theta to the gradient",
            v =>
                v is { Rule.WeightDecay.Coupled: > 0, Decay: DecayFault.None }
                    ? v with
                    {
                        Decay = DecayFault.Subtracted,
                    }
                    : null
        ),
        UpdateMistake.Around(
            "state-not-kept",
            "the state is made anew at every update",
            "O.15",
            "keep it from one update to the next",
            v => v.State == StateFault.None ? v with { State = StateFault.NotKept } : null
        ),
        UpdateMistake.Around(
            "state-shared",
            "all tensors use the state of the first",
            "O.15",
            "keep one state for each tensor",
            v => v.State == StateFault.None ? v with { State = StateFault.Shared } : null
        ),
        UpdateMistake.Around(
            "state-index-stands-still",
            "all elements use the state of one: the index into it is not advanced",
            "O.15",
            "keep one number for each element",
            v => v.State == StateFault.None ? v with { State = StateFault.OneForAll } : null
        ),
        UpdateMistake.Around(
            "state-float32",
            "the state is stored in float32",
            "N.1",
            "store it in the format of the parameters",
            v => v.State == StateFault.None ? v with { State = StateFault.SinglePrecision } : null
        ),
        UpdateMistake.Option<Optimizer>(
            "epsilon-inside-root",
            "epsilon stands inside the root",
            "O.9",
            "add it after the root",
            rule => Placed(rule, EpsilonPlacement.OutsideRoot, EpsilonPlacement.InsideRoot)
        ),
        UpdateMistake.Option<Optimizer>(
            "epsilon-outside-root",
            "epsilon stands outside the root",
            "O.10",
            "add it before the root",
            rule => Placed(rule, EpsilonPlacement.InsideRoot, EpsilonPlacement.OutsideRoot)
        ),
        UpdateMistake.Option<Optimizer>(
            "epsilon-missing",
            "epsilon is missing",
            "O.9",
            "add it to the root",
            rule => UpdateParameter.Epsilon.Get(rule) > 0 ? UpdateParameter.Epsilon.Set(rule, 0) : null
        ),
        UpdateMistake.Example<Optimizer>(
            "epsilon-ten-times-larger",
            "epsilon is ten times larger",
            "O.9",
            "take the one that was agreed on",
            rule =>
                UpdateParameter.Epsilon.Get(rule) is > 0 and var epsilon
                    ? UpdateParameter.Epsilon.Set(rule, 10 * epsilon)
                    : null
        ),
    ];

    /// <summary>A falling step size as it is some updates later: gamma / (1 + (t + n) kappa) is of the same form.</summary>
    private static Optimizer? Shifted(Optimizer rule, int updates)
    {
        var kappa = rule.LearningRateDecay;
        var shifted = 1 + updates * kappa;
        return kappa > 0 && shifted > 0
            ? rule with
            {
                LearningRate = rule.LearningRate / shifted,
                LearningRateDecay = kappa / shifted,
            }
            : null;
    }

    /// <summary>A mistake in decoupled weight decay.</summary>
    private static UpdateMistake Misplaced(DecayFault fault, string id, string words, string remedy) =>
        UpdateMistake.Around(
            id,
            words,
            "O.2",
            remedy,
            v => v is { Rule.WeightDecay.Decoupled: > 0, Decay: DecayFault.None } ? v with { Decay = fault } : null
        );

    private static Optimizer Decay(Optimizer rule, WeightDecay decay) => rule with { WeightDecay = decay };

    private static Optimizer? Placed(Optimizer rule, EpsilonPlacement from, EpsilonPlacement to) =>
        rule is IHasEpsilon { Epsilon: > 0 } adaptive && adaptive.EpsilonPlacement == from
            ? adaptive.WithEpsilon(to)
            : null;
}
