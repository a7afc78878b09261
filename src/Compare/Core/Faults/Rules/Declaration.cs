namespace Compare.Faults.Rules;

/// <summary>What somebody says of an update rule: its name, hyper-parameters and options, as frameworks call them.</summary>
/// <param name="Name">The rule's name; null for none.</param>
/// <param name="LearningRate">gamma; null for none.</param>
/// <param name="Values">Hyper-parameters and options (1 for on) by the names that frameworks have for them.</param>
internal sealed record Declaration(string? Name, double? LearningRate, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Nothing is said.</summary>
    public static Declaration None { get; } = new(null, null, new Dictionary<string, double>());

    /// <summary>From the names that frameworks have for hyper-parameters to those of the rules here.</summary>
    public static IReadOnlyList<(string Key, UpdateParameter[] Parameters)> Keys { get; } =
    [
        ("beta1", [UpdateParameter.Beta1]),
        ("beta2", [UpdateParameter.Beta2]),
        ("eps", [UpdateParameter.Epsilon]),
        ("epsilon", [UpdateParameter.Epsilon]),
        ("momentum", [UpdateParameter.MomentumFactor]),
        ("dampening", [KnownMomentum.DampeningFromTheFirst, KnownMomentum.Dampening]),
        ("alpha", [UpdateParameter.SmoothingConstant]),
        ("rho", [UpdateParameter.SmoothingConstant]),
        ("momentum_decay", [KnownNAdam.MomentumDecay]),
        (
            "weight_decay",
            [UpdateParameter.CoupledDecay, UpdateParameter.DecoupledDecay, UpdateParameter.DecayAfterUpdate]
        ),
    ];

    /// <summary>Names of options.</summary>
    public static IReadOnlyList<string> Options { get; } = ["nesterov", "amsgrad", "centered"];

    /// <summary>Whether it says something of a rule that is known here, so that it is worth being tried by itself.</summary>
    public bool IsTelling =>
        Name is null ? LearningRate is not null || Values.Count > 0 : RuleNames.Covered(Name).Count > 0;

    /// <summary>What it says of a hyper-parameter.</summary>
    /// <param name="parameter">The hyper-parameter.</param>
    /// <returns>Its value; null if it says nothing.</returns>
    public double? Of(UpdateParameter parameter)
    {
        if (parameter == UpdateParameter.StepSize)
            return LearningRate;
        foreach (var (key, parameters) in Keys)
            if (parameters.Contains(parameter) && Values.TryGetValue(key, out var value))
                return value;
        return null;
    }

    /// <summary>Whether a rule with open hyper-parameters can be what is meant.</summary>
    /// <param name="structure">The rule.</param>
    /// <returns>False if its kind has another name, an option is set otherwise, a hyper-parameter is out of range, or it lacks one that is not zero.</returns>
    public bool Allows(RuleStructure structure)
    {
        var known = KnownRules.Of(structure.Template);
        if (Name is not null && RuleNames.Covered(Name) is { Count: > 0 } covered && !covered.Contains(known))
            return false;
        if (structure.Free.Any(parameter => Of(parameter) is { } value && !parameter.Accepts(value)))
            return false;
        foreach (var option in Options)
            if (
                Values.TryGetValue(option, out var isOn)
                && (known?.Has(structure.Template, option) ?? false) != (isOn != 0)
            )
                return false;
        foreach (var (key, parameters) in Keys)
            if (Values.TryGetValue(key, out var value) && value != 0 && !structure.Free.Any(parameters.Contains))
                return false;
        return true;
    }
}
