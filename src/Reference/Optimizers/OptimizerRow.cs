namespace Compare.Reference.Optimizers;

/// <summary>
/// One row of <see cref="OptimizerTable"/>: a rule, as the homework or its publication has it and as frameworks have it.
/// </summary>
/// <param name="Rule">The rule with the homework's options, or with those of its publication where the homework lacks it.</param>
/// <param name="Presets">The rule with the options of each framework that offers it, by the framework's name.</param>
public sealed record OptimizerRow(Optimizer Rule, IReadOnlyDictionary<string, Optimizer> Presets)
{
    /// <summary>The rule's name, for example <c>adam</c>.</summary>
    public string Name => Rule.Name;
}
