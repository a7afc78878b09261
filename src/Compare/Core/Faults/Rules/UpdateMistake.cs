using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Rules;

/// <summary>A mistake that people make in update rules.</summary>
/// <param name="Cause">What is reported where it explains a difference.</param>
/// <param name="Plant">Plants it; null where it makes no difference to the rule, or does not go together with what is planted already.</param>
internal sealed record UpdateMistake(Cause Cause, Func<UpdateVariant, UpdateVariant?> Plant) : Mistake(Cause)
{
    /// <summary>Whether it is a wrong hyper-parameter, of which the row is one example: the finder solves for the value instead.</summary>
    public bool IsExample { get; init; }

    /// <summary>A mistake around the formula of any rule.</summary>
    /// <param name="id">Its name, stable between versions.</param>
    /// <param name="words">What is wrong, in words.</param>
    /// <param name="equation">The number of the line of derivation.md that it violates.</param>
    /// <param name="remedy">What would make it right.</param>
    /// <param name="plant">Plants it; null where it does not apply.</param>
    /// <returns>The row.</returns>
    public static UpdateMistake Around(
        string id,
        string words,
        string equation,
        string remedy,
        Func<UpdateVariant, UpdateVariant?> plant
    ) => new(new Cause(id, words, equation, remedy), plant);

    /// <summary>A wrong option of a rule.</summary>
    /// <typeparam name="TRule">The kind of rule.</typeparam>
    /// <param name="id">Its name, stable between versions.</param>
    /// <param name="words">What is wrong, in words.</param>
    /// <param name="equation">The number of the line of derivation.md that it violates.</param>
    /// <param name="remedy">What would make it right.</param>
    /// <param name="change">The wrong rule; null where it does not apply.</param>
    /// <returns>The row.</returns>
    public static UpdateMistake Option<TRule>(
        string id,
        string words,
        string equation,
        string remedy,
        Func<TRule, Optimizer?> change
    )
        where TRule : Optimizer =>
        Around(
            id,
            words,
            equation,
            remedy,
            variant =>
                variant.Rule is TRule rule && change(rule) is { } changed && changed != rule
                    ? variant with
                    {
                        Rule = changed,
                    }
                    : null
        );

    /// <summary>A wrong hyper-parameter, of which the row is one example.</summary>
    /// <typeparam name="TRule">The kind of rule.</typeparam>
    /// <param name="id">Its name, stable between versions.</param>
    /// <param name="words">What is wrong, in words.</param>
    /// <param name="equation">The number of the line of derivation.md that it violates.</param>
    /// <param name="remedy">What would make it right.</param>
    /// <param name="change">The wrong rule; null where it does not apply.</param>
    /// <returns>The row.</returns>
    public static UpdateMistake Example<TRule>(
        string id,
        string words,
        string equation,
        string remedy,
        Func<TRule, Optimizer?> change
    )
        where TRule : Optimizer => Option(id, words, equation, remedy, change) with { IsExample = true };

    /// <summary>Plants this mistake and another one, in the order in which they go together.</summary>
    /// <param name="other">The other mistake.</param>
    /// <param name="variant">What both are planted in.</param>
    /// <returns>The variant with both; null if they do not go together.</returns>
    public UpdateVariant? PlantWith(UpdateMistake other, UpdateVariant variant) =>
        Plant(variant) is { } one && other.Plant(one) is { } both ? both
        : other.Plant(variant) is { } two ? Plant(two)
        : null;
}
