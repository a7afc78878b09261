using Compare.Checks.Updates;
using Compare.Reference.Optimizers;
using Compare.Torch.Training;

namespace Compare.Sides;

/// <summary>Finds torch.optim's optimizer for an update rule. What torch.optim cannot do is refused, never imitated.</summary>
public static class TorchRules
{
    /// <summary>Whether torch.optim has no such rule.</summary>
    /// <param name="rule">The rule and its options.</param>
    /// <returns>What it lacks; null for a rule that it has.</returns>
    public static string? Refuses(Optimizer rule)
    {
        try
        {
            For(rule);
            return null;
        }
        catch (NotSupportedException lacks)
        {
            return lacks.Message.TrimEnd('.');
        }
    }

    /// <summary>Finds a rule as the homework has it, in the form in which torch.optim evaluates it.</summary>
    /// <param name="name">The rule's name.</param>
    /// <returns>The rule, with the option that was changed for the sake of torch.optim.</returns>
    public static SurveyedRule Surveyed(string name)
    {
        var rule = OptimizerTable.Named(name);
        return rule is Adam adam
            ? new(
                adam with
                {
                    Form = AdamForm.ScaledRoot,
                },
                "torch.optim's order of operations (O.38) in place of the homework's (O.37), equal in algebra"
            )
            : new(rule);
    }

    /// <summary>Translates a rule.</summary>
    /// <param name="rule">The rule and its options.</param>
    /// <returns>The optimizer that follows it.</returns>
    /// <exception cref="NotSupportedException">torch.optim has no such option; the message names it.</exception>
    public static TorchRule For(Optimizer rule)
    {
        if (rule.WeightDecay.AfterUpdate != 0 || (rule.WeightDecay.Decoupled != 0 && rule is not Adam))
            throw Lacks(rule, "weight decay outside the gradient");
        if (rule.LearningRateDecay != 0 && rule is not AdaGrad)
            throw Lacks(rule, "learning-rate decay");
        TorchRule translated = rule switch
        {
            Sgd sgd => new TorchSgd { LearningRate = sgd.LearningRate, WeightDecay = sgd.WeightDecay.Coupled },
            Momentum momentum => Translate(momentum),
            RmsProp rmsProp => Translate(rmsProp),
            Adam adam => Translate(adam),
            AdaGrad adaGrad => Translate(adaGrad),
            NAdam nadam => Translate(nadam),
            Adadelta adadelta => Translate(adadelta),
            RAdam radam => Translate(radam),
            Adamax adamax => Translate(adamax),
            _ => throw new NotSupportedException($"torch.optim has no optimizer '{rule.Name}'."),
        };
        return rule.Schedule is { } schedule ? translated with { LearningRateFactor = schedule.Factor } : translated;
    }

    private static TorchSgd Translate(Momentum rule)
    {
        Require(rule.FirstBuffer == FirstBuffer.Gradient || rule.Dampening == 0, rule, "such a first buffer");
        Require(rule.Buffer == BufferContent.Directions, rule, "a buffer of steps");
        return new TorchSgd
        {
            LearningRate = rule.LearningRate,
            WeightDecay = rule.WeightDecay.Coupled,
            Momentum = rule.MomentumFactor,
            Dampening = rule.Dampening,
            Nesterov = rule.Nesterov,
        };
    }

    private static TorchRmsProp Translate(RmsProp rule)
    {
        Require(rule.EpsilonPlacement == EpsilonPlacement.OutsideRoot, rule, "epsilon inside the root");
        Require(rule.InitialAccumulator == 0, rule, "an initial accumulator");
        Require(rule.MomentumFactor == 0 || rule.Buffer == BufferContent.Directions, rule, "a buffer of steps");
        return new TorchRmsProp
        {
            LearningRate = rule.LearningRate,
            WeightDecay = rule.WeightDecay.Coupled,
            Alpha = rule.SmoothingConstant,
            Epsilon = rule.Epsilon,
            Momentum = rule.MomentumFactor,
            Centred = rule.Centred,
        };
    }

    private static TorchRule Translate(Adam rule)
    {
        Require(rule.WeightDecay.Coupled == 0 || rule.WeightDecay.Decoupled == 0, rule, "two weight decays at once");
        Require(rule.Form != AdamForm.EpsilonHat, rule, "epsilon before the bias correction");
        Require(rule.EpsilonPlacement == EpsilonPlacement.OutsideRoot, rule, "epsilon inside the root");
        Require(
            rule is { FirstCorrection: BiasCorrection.StepCount, SecondCorrection: BiasCorrection.StepCount },
            rule,
            "such a bias correction"
        );
        Require(rule.FirstCount == 1, rule, "another first step count");
        if (rule.WeightDecay.Decoupled != 0)
            return new TorchAdamW
            {
                LearningRate = rule.LearningRate,
                WeightDecay = rule.WeightDecay.Decoupled,
                Beta1 = rule.Beta1,
                Beta2 = rule.Beta2,
                Epsilon = rule.Epsilon,
                AmsGrad = rule.AmsGrad,
            };
        return new TorchAdam
        {
            LearningRate = rule.LearningRate,
            WeightDecay = rule.WeightDecay.Coupled,
            Beta1 = rule.Beta1,
            Beta2 = rule.Beta2,
            Epsilon = rule.Epsilon,
            AmsGrad = rule.AmsGrad,
        };
    }

    private static TorchAdaGrad Translate(AdaGrad rule)
    {
        Require(rule.EpsilonPlacement == EpsilonPlacement.OutsideRoot, rule, "epsilon inside the root");
        return new TorchAdaGrad
        {
            LearningRate = rule.LearningRate,
            WeightDecay = rule.WeightDecay.Coupled,
            LearningRateDecay = rule.LearningRateDecay,
            InitialAccumulator = rule.InitialAccumulator,
            Epsilon = rule.Epsilon,
        };
    }

    private static TorchNAdam Translate(NAdam rule)
    {
        Require(rule.EpsilonPlacement == EpsilonPlacement.OutsideRoot, rule, "epsilon inside the root");
        Require(!rule.HasConstantMomentum, rule, "constant momentum");
        Require(!rule.KeepsProductInFloat32, rule, "product in float32");
        return new TorchNAdam
        {
            LearningRate = rule.LearningRate,
            WeightDecay = rule.WeightDecay.Coupled,
            Beta1 = rule.Beta1,
            Beta2 = rule.Beta2,
            Epsilon = rule.Epsilon,
            MomentumDecay = rule.MomentumDecay,
        };
    }

    private static TorchAdadelta Translate(Adadelta rule)
    {
        Require(rule.EpsilonPlacement == EpsilonPlacement.InsideRoot, rule, "epsilon outside the roots");
        return new TorchAdadelta
        {
            LearningRate = rule.LearningRate,
            WeightDecay = rule.WeightDecay.Coupled,
            Rho = rule.SmoothingConstant,
            Epsilon = rule.Epsilon,
        };
    }

    private static TorchRAdam Translate(RAdam rule)
    {
        Require(rule.Form == AdamForm.EpsilonHat, rule, "epsilon after the bias correction");
        Require(rule.EpsilonPlacement == EpsilonPlacement.OutsideRoot, rule, "epsilon inside the root");
        Require(
            rule.SquaresStepSize,
            rule,
            "step that is multiplied by the step size once: TorchSharp 0.107 multiplies a rectified step by it twice"
        );
        return new TorchRAdam
        {
            LearningRate = rule.LearningRate,
            WeightDecay = rule.WeightDecay.Coupled,
            Beta1 = rule.Beta1,
            Beta2 = rule.Beta2,
            Epsilon = rule.Epsilon,
        };
    }

    private static TorchAdamax Translate(Adamax rule)
    {
        Require(rule.EpsilonPlacement == EpsilonPlacement.InsideRoot, rule, "epsilon outside the maximum");
        return new TorchAdamax
        {
            LearningRate = rule.LearningRate,
            WeightDecay = rule.WeightDecay.Coupled,
            Beta1 = rule.Beta1,
            Beta2 = rule.Beta2,
            Epsilon = rule.Epsilon,
        };
    }

    private static void Require(bool holds, Optimizer rule, string option)
    {
        if (!holds)
            throw Lacks(rule, option);
    }

    private static NotSupportedException Lacks(Optimizer rule, string option) =>
        new($"torch.optim's {rule.Name} has no {option}.");
}
