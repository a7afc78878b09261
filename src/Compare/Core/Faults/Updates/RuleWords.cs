using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>Rules in words.</summary>
internal static class RuleWords
{
    /// <summary>Names a rule and its options; hyper-parameters are left out.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>For example <c>adam (O.37), epsilon outside the root, AMSGrad</c>.</returns>
    public static string Of(Optimizer rule)
    {
        List<string> words = [.. OptionsOf(rule)];
        if (rule.LearningRateDecay != 0)
            words.Add("step size decaying (O.4)");
        if (rule.WeightDecay.Coupled != 0)
            words.Add("coupled weight decay (O.1)");
        if (rule.WeightDecay.Decoupled != 0)
            words.Add("decoupled weight decay (O.2)");
        if (rule.WeightDecay.AfterUpdate != 0)
            words.Add("weight decay after the update (O.3)");
        return string.Join(", ", [rule.Name, .. words]);
    }

    /// <summary>The line of derivation.md that takes the step.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>For example <c>O.37</c>.</returns>
    public static string StepEquation(Optimizer rule) =>
        rule switch
        {
            Momentum { Buffer: BufferContent.Steps } => "O.19",
            Momentum => "O.18",
            AdaGrad => "O.21",
            RmsProp { MomentumFactor: 0 } => "O.25",
            RmsProp { Buffer: BufferContent.Steps } => "O.29",
            RmsProp => "O.27",
            Adam { Form: AdamForm.EpsilonHat } => "O.40",
            Adam { Form: AdamForm.ScaledRoot } => "O.38",
            Adam => "O.37",
            _ => "O.8",
        };

    private static IEnumerable<string> OptionsOf(Optimizer rule)
    {
        switch (rule)
        {
            case Momentum momentum:
                if (momentum.Nesterov)
                    yield return "Nesterov's (O.16)";
                if (momentum.Dampening != 0)
                    yield return "dampened (O.15)";
                if (momentum.Buffer == BufferContent.Steps)
                    yield return "the buffer holding steps (O.12)";
                break;
            case AdaGrad adaGrad:
                yield return Epsilon(adaGrad.EpsilonPlacement);
                if (adaGrad.InitialAccumulator != 0)
                    yield return "r not starting at zero";
                break;
            case RmsProp rmsProp:
                yield return Epsilon(rmsProp.EpsilonPlacement);
                if (rmsProp.Centred)
                    yield return "centred (O.24)";
                if (rmsProp.MomentumFactor != 0)
                    yield return "with momentum (O.26)";
                if (rmsProp.InitialAccumulator != 0)
                    yield return "r not starting at zero";
                break;
            case Adam adam:
                foreach (var option in OptionsOf(adam))
                    yield return option;
                break;
        }
    }

    private static IEnumerable<string> OptionsOf(Adam adam)
    {
        yield return Epsilon(adam.EpsilonPlacement);
        if (adam.Form == AdamForm.EpsilonHat)
            yield return "\"epsilon hat\" before the bias correction (O.40)";
        var (first, second) = (adam.FirstCorrection, adam.SecondCorrection);
        if (first == BiasCorrection.None && second == BiasCorrection.None)
            yield return "without bias correction, or with a constant one";
        else if (first == BiasCorrection.None)
            yield return "m without bias correction";
        else if (second == BiasCorrection.None)
            yield return "v without bias correction";
        else if (adam.FirstCount != 1)
            yield return FormattableString.Invariant($"counting updates from {adam.FirstCount}");
        if (adam.AmsGrad)
            yield return "AMSGrad (O.34)";
    }

    private static string Epsilon(EpsilonPlacement placement) =>
        placement == EpsilonPlacement.OutsideRoot ? "epsilon outside the root (O.9)" : "epsilon inside the root (O.10)";
}
