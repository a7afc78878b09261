using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Rules;

/// <summary>What is known of a rule beyond its formula: what it can be solved for, its forms, and the mistakes that people make in it.</summary>
internal abstract class KnownRule
{
    /// <summary>Whether a rule is of this kind.</summary>
    /// <param name="rule">Any rule.</param>
    /// <returns>Whether it is.</returns>
    public abstract bool Is(Optimizer rule);

    /// <summary>The rule's name, for example <c>adam</c>.</summary>
    public string Name => Plain[0].Template.Name;

    /// <summary>What frameworks call what can follow it, in lower case.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Whether a name promises weight decay outside the gradient.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>Whether it does; null for a name that promises nothing about it.</returns>
    public virtual bool? HasDecoupledDecay(string name) => null;

    /// <summary>Options that a file may declare as true or false, by the name that frameworks have for them.</summary>
    /// <param name="rule">A rule of this kind.</param>
    /// <param name="option">For example <c>amsgrad</c>.</param>
    /// <returns>Whether the rule has it; null if that is no option of this kind of rule.</returns>
    public virtual bool? Has(Optimizer rule, string option) => null;

    /// <summary>In which options a rule differs from what torch.optim has under its name, whatever torch.optim's own options are.</summary>
    /// <param name="rule">A rule of this kind.</param>
    /// <returns>The options, in words.</returns>
    public IEnumerable<string> BesidesTorch(Optimizer rule) =>
        rule
            .Options.Except(TorchOptions)
            .Concat(rule.WeightDecay.AfterUpdate != 0 ? ["weight decay after the update (O.3)"] : []);

    /// <summary>The options, in words, that torch.optim has under this name or can be told to have.</summary>
    protected virtual IReadOnlyList<string> TorchOptions => [];

    /// <summary>Hyper-parameters that no other rule has.</summary>
    public virtual IReadOnlyList<UpdateParameter> Parameters => [];

    /// <summary>The textbook's forms, with epsilon on either side of the root.</summary>
    public abstract IReadOnlyList<RuleStructure> Plain { get; }

    /// <summary>Mistakes in the rule itself, a row each.</summary>
    public virtual IReadOnlyList<UpdateMistake> Mistakes => [];

    /// <summary>A form with one more option or hyper-parameter that is particular to the rule.</summary>
    /// <param name="structure">A form of this rule.</param>
    /// <returns>The forms.</returns>
    public virtual IEnumerable<RuleStructure> Extended(RuleStructure structure) => [];

    /// <summary>What is wrong in a form that a framework has by mistake.</summary>
    /// <param name="rule">A rule of this kind.</param>
    /// <returns>The mistake; null for a right form.</returns>
    public virtual Cause? Slip(Optimizer rule) => null;

    /// <summary>Both places of epsilon.</summary>
    protected static IReadOnlyList<EpsilonPlacement> Placements { get; } =
    [EpsilonPlacement.OutsideRoot, EpsilonPlacement.InsideRoot];

    /// <summary>The dampening from the first update on that would make a buffer a moving average, and is part of the step size so far.</summary>
    /// <param name="rule">A rule of this kind.</param>
    /// <returns>delta; null for a rule that has no such buffer, or has dampening already.</returns>
    public virtual double? DampeningOfAverage(Optimizer rule) => null;
}
