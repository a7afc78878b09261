using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>A row of the catalogue: a mistake that people make in update rules.</summary>
/// <param name="Cause">What is reported where it explains a difference.</param>
/// <param name="Plant">Plants it; null where it makes no difference to the rule, or does not go together with what is planted already.</param>
internal sealed record UpdateMistake(Cause Cause, Func<UpdateVariant, UpdateVariant?> Plant)
{
    /// <summary>Whether it is a wrong hyper-parameter, of which the row is one example: the finder solves for the value instead.</summary>
    public bool IsExample { get; init; }

    /// <summary>Plants this mistake and another one, in the order in which they go together.</summary>
    /// <param name="other">The other mistake.</param>
    /// <param name="variant">What both are planted in.</param>
    /// <returns>The variant with both; null if they do not go together.</returns>
    public UpdateVariant? PlantWith(UpdateMistake other, UpdateVariant variant) =>
        Plant(variant) is { } one && other.Plant(one) is { } both ? both
        : other.Plant(variant) is { } two ? Plant(two)
        : null;
}
