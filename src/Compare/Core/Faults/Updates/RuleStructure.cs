using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>A rule with its options decided, and its hyper-parameters open.</summary>
/// <param name="Template">The rule; only its options count.</param>
/// <param name="Free">The hyper-parameters to solve for.</param>
/// <param name="Extras">How many options or hyper-parameters it has beyond those of the textbook.</param>
internal sealed record RuleStructure(Optimizer Template, IReadOnlyList<UpdateParameter> Free, int Extras)
{
    private static readonly UpdateParameter[] Decays =
    [
        UpdateParameter.CoupledDecay,
        UpdateParameter.DecoupledDecay,
        UpdateParameter.DecayAfterUpdate,
    ];

    /// <summary>The textbook's rules, with epsilon on either side of the root and on either side of the bias correction.</summary>
    public static IReadOnlyList<RuleStructure> Plain { get; } =
    [
        new(new Sgd(), [UpdateParameter.StepSize], 0),
        .. new[] { false, true }.Select(nesterov => new RuleStructure(
            new Momentum { Nesterov = nesterov },
            [UpdateParameter.StepSize, UpdateParameter.MomentumFactor],
            0
        )),
        .. Placements.Select(placement => new RuleStructure(
            new AdaGrad { EpsilonPlacement = placement },
            [UpdateParameter.StepSize, UpdateParameter.Epsilon],
            0
        )),
        .. from centred in new[] { false, true }
        from placement in Placements
        select new RuleStructure(
            new RmsProp { EpsilonPlacement = placement, Centred = centred },
            [UpdateParameter.StepSize, UpdateParameter.SmoothingConstant, UpdateParameter.Epsilon],
            0
        ),
        .. from form in new[] { AdamForm.Estimates, AdamForm.EpsilonHat }
        from placement in Placements
        select new RuleStructure(
            new Adam { Form = form, EpsilonPlacement = placement },
            [UpdateParameter.StepSize, UpdateParameter.Beta1, UpdateParameter.Beta2, UpdateParameter.Epsilon],
            0
        ),
    ];

    /// <summary>All structures, those with fewer extras first.</summary>
    /// <param name="most">The greatest number of extras.</param>
    /// <returns>One list for each number of extras, from 0.</returns>
    public static IEnumerable<IReadOnlyList<RuleStructure>> ByExtras(int most)
    {
        var structures = Plain;
        for (var extras = 0; extras <= most; extras++)
        {
            yield return structures;
            structures = [.. structures.SelectMany(structure => structure.Extended()).DistinctBy(Key)];
        }
    }

    private static EpsilonPlacement[] Placements => [EpsilonPlacement.OutsideRoot, EpsilonPlacement.InsideRoot];

    /// <summary>The order of the hyper-parameters does not matter.</summary>
    private static (Optimizer, string) Key(RuleStructure structure) =>
        (structure.Template, string.Join(' ', structure.Free.Select(parameter => parameter.Name).Order()));

    /// <summary>The structures with one more option or hyper-parameter.</summary>
    private IEnumerable<RuleStructure> Extended()
    {
        if (!Free.Any(Decays.Contains))
            // For plain SGD the coupled and the decoupled decay are the same.
            foreach (var decay in Decays.Where(decay => Template is not Sgd || decay != UpdateParameter.DecoupledDecay))
                yield return With(Template, decay);
        if (!Free.Contains(UpdateParameter.StepSizeDecay))
        {
            yield return With(Template, UpdateParameter.StepSizeDecay);
            // Only with a step size that changes does it matter what the buffer holds.
            if (Template is Momentum m)
                yield return With(m with { Buffer = BufferContent.Steps }, UpdateParameter.StepSizeDecay);
        }
        foreach (
            var structure in Template switch
            {
                Momentum => Further(UpdateParameter.Dampening),
                AdaGrad => Further(UpdateParameter.InitialAccumulator),
                RmsProp => Further(UpdateParameter.MomentumFactor, UpdateParameter.InitialAccumulator),
                Adam adam => Options(adam),
                _ => [],
            }
        )
            yield return structure;
    }

    private IEnumerable<RuleStructure> Further(params UpdateParameter[] parameters) =>
        parameters.Where(parameter => !Free.Contains(parameter)).Select(parameter => With(Template, parameter));

    private IEnumerable<RuleStructure> Options(Adam adam)
    {
        if (!adam.AmsGrad)
            yield return With(adam with { AmsGrad = true });
        if (
            adam
            is not {
                FirstCorrection: BiasCorrection.StepCount,
                SecondCorrection: BiasCorrection.StepCount,
                FirstCount: 1
            }
        )
            yield break;
        foreach (var count in new[] { 0, 2 })
            yield return With(adam with { FirstCount = count });
        if (adam.Form != AdamForm.Estimates)
            yield break;
        yield return With(adam with { FirstCorrection = BiasCorrection.None });
        yield return With(adam with { SecondCorrection = BiasCorrection.None });
        yield return With(adam with { FirstCorrection = BiasCorrection.None, SecondCorrection = BiasCorrection.None });
    }

    private RuleStructure With(Optimizer template, params UpdateParameter[] parameters) =>
        new(template, [.. Free, .. parameters], Extras + 1);

    /// <summary>Rules to begin a search with.</summary>
    /// <param name="gradient">The size of a usual gradient.</param>
    /// <returns>One for each combination of usual values.</returns>
    public IEnumerable<Optimizer> Starts(double gradient)
    {
        IEnumerable<Optimizer> starts = [Template];
        foreach (var parameter in Free.Where(parameter => parameter != UpdateParameter.StepSize))
        {
            var values = UsualValues(parameter, gradient);
            starts = starts.SelectMany(start => values.Select(value => parameter.Set(start, value)));
        }
        return starts;
    }

    private double[] UsualValues(UpdateParameter parameter, double gradient)
    {
        if (parameter == UpdateParameter.Epsilon)
            return IsInsideRoot
                ? [1e-12 * gradient * gradient, 1e-4 * gradient * gradient, gradient * gradient]
                : [1e-7 * gradient, 1e-2 * gradient, gradient];
        if (parameter == UpdateParameter.InitialAccumulator)
            return [1e-2 * gradient * gradient, gradient * gradient, 100 * gradient * gradient];
        if (parameter == UpdateParameter.Dampening)
            return [0.1, 0.5];
        return parameter.Scale == SearchScale.Survival ? [0.5, 0.9, 0.99] : [0];
    }

    private bool IsInsideRoot =>
        Template
            is AdaGrad { EpsilonPlacement: EpsilonPlacement.InsideRoot }
                or RmsProp { EpsilonPlacement: EpsilonPlacement.InsideRoot }
                or Adam { EpsilonPlacement: EpsilonPlacement.InsideRoot };
}
