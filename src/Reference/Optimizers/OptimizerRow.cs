namespace Compare.Reference.Optimizers;

/// <summary>
/// One row of <see cref="OptimizerTable"/>: a rule, as the homework has it and as frameworks have it.
/// </summary>
/// <param name="Homework">The rule with the homework's options.</param>
/// <param name="Presets">The rule with the options of each framework that offers it, by the framework's name.</param>
public sealed record OptimizerRow(Optimizer Homework, IReadOnlyDictionary<string, Optimizer> Presets)
{
    /// <summary>The rule's name, for example <c>adam</c>.</summary>
    public string Name => Homework.Name;
}
