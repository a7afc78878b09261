using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Reference.Optimizers.Schedules;

namespace Compare.Faults.Rules;

/// <summary>A rule with its options decided, and its hyper-parameters open.</summary>
/// <param name="Template">The rule; only its options count.</param>
/// <param name="Free">The hyper-parameters to solve for.</param>
/// <param name="Extras">How many options or hyper-parameters it has beyond those of the textbook.</param>
internal sealed record RuleStructure(Optimizer Template, IReadOnlyList<UpdateParameter> Free, int Extras)
{
    /// <summary>Most values of a hyper-parameter with which a search by least squares begins.</summary>
    private const int MostStarts = 3;

    private static readonly UpdateParameter[] AllDecays =
    [
        UpdateParameter.CoupledDecay,
        UpdateParameter.DecoupledDecay,
        UpdateParameter.DecayAfterUpdate,
    ];

    /// <summary>Whether a weight decay is among its open hyper-parameters.</summary>
    public bool Decays => Free.Any(AllDecays.Contains);

    /// <summary>The rule with usual hyper-parameters: one in which every open one has an effect.</summary>
    public Optimizer Sample =>
        Free.Where(parameter => parameter.Usual.Count > 0)
            .Aggregate(Template, (rule, parameter) => parameter.Set(rule, parameter.Usual[0]));

    /// <summary>The textbook's rules, with epsilon on either side of the root and on either side of the bias correction.</summary>
    public static IReadOnlyList<RuleStructure> Plain { get; } = [.. KnownRules.All.SelectMany(known => known.Plain)];

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

    /// <summary>The order of the hyper-parameters does not matter.</summary>
    private static (Optimizer, string) Key(RuleStructure structure) =>
        (structure.Template, string.Join(' ', structure.Free.Select(parameter => parameter.Name).Order()));

    /// <summary>The structures with one more option or hyper-parameter.</summary>
    private IEnumerable<RuleStructure> Extended()
    {
        if (!Decays)
            // For plain SGD the coupled and the decoupled decay are the same.
            foreach (
                var decay in AllDecays.Where(decay => !Template.IsPlain || decay != UpdateParameter.DecoupledDecay)
            )
                yield return With(Template, decay);
        if (!Free.Contains(UpdateParameter.StepSizeDecay))
            yield return With(Template, UpdateParameter.StepSizeDecay);
        foreach (var structure in KnownRules.Of(Template)?.Extended(this) ?? [])
            yield return structure;
    }

    /// <summary>The structures with one more hyper-parameter.</summary>
    /// <param name="parameters">Hyper-parameters; those that are open already are passed over.</param>
    /// <returns>One for each.</returns>
    public IEnumerable<RuleStructure> Further(params UpdateParameter[] parameters) =>
        parameters.Where(parameter => !Free.Contains(parameter)).Select(parameter => With(Template, parameter));

    /// <summary>The structure with one more option or hyper-parameter.</summary>
    /// <param name="template">The rule with its options.</param>
    /// <param name="parameters">Further hyper-parameters to solve for.</param>
    /// <returns>The structure.</returns>
    public RuleStructure With(Optimizer template, params UpdateParameter[] parameters) =>
        new(template, [.. Free, .. parameters], Extras + 1);

    /// <summary>The structure as programs in a format may have it: in float32 they may form 1 - beta in float32 as well.</summary>
    /// <param name="precision">The format.</param>
    /// <returns>The structure.</returns>
    public RuleStructure In(Precision precision) =>
        precision == Precision.Float32 ? this with { Template = Template with { ComplementsInFormat = true } } : this;

    /// <summary>The structure with a schedule of the step size.</summary>
    /// <param name="schedule">The schedule; null for a constant step size.</param>
    /// <returns>The structure.</returns>
    public RuleStructure Following(Schedule? schedule) =>
        schedule is null ? this : this with { Template = Template with { Schedule = schedule } };

    /// <summary>Rules to begin a search with.</summary>
    /// <param name="gradient">The size of a usual gradient.</param>
    /// <returns>One for each combination of usual values.</returns>
    public IEnumerable<Optimizer> Starts(double gradient) =>
        Combinations(Template, parameter => UsualValues(parameter, gradient));

    /// <summary>A rule with every combination of values of the open hyper-parameters but the step size.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="values">The values of each hyper-parameter.</param>
    /// <returns>The combinations, that of the first values first.</returns>
    public IEnumerable<Optimizer> Combinations(Optimizer rule, Func<UpdateParameter, IReadOnlyList<double>> values)
    {
        IEnumerable<Optimizer> rules = [rule];
        foreach (var parameter in Free.Where(parameter => parameter != UpdateParameter.StepSize))
        {
            var all = values(parameter);
            rules = rules.SelectMany(other => all.Select(value => parameter.Set(other, value)));
        }
        return rules;
    }

    private double[] UsualValues(UpdateParameter parameter, double gradient)
    {
        // Where nothing was agreed on, what matters is the size beside the gradients.
        if (parameter == UpdateParameter.Epsilon)
            return IsInsideRoot
                ?
                [
                    .. parameter.Usual.Take(MostStarts),
                    1e-12 * gradient * gradient,
                    1e-4 * gradient * gradient,
                    gradient * gradient,
                ]
                : [.. parameter.Usual.Take(MostStarts), 1e-7 * gradient, 1e-2 * gradient, gradient];
        if (parameter == UpdateParameter.InitialAccumulator)
            return [1e-2 * gradient * gradient, gradient * gradient, 100 * gradient * gradient];
        return parameter.IsUsuallyZero || parameter.Usual.Count == 0 ? [0] : [.. parameter.Usual.Take(MostStarts)];
    }

    private bool IsInsideRoot => Template is IHasEpsilon { EpsilonPlacement: EpsilonPlacement.InsideRoot };
}
