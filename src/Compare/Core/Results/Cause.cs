namespace Compare.Results;

/// <summary>Why two programs differ, or the strongest thing that can be said about it.</summary>
/// <remarks>
/// A mistake of the catalogue has a remedy: replanted, it gives the other side's numbers to within rounding. Without a remedy it is a
/// hint, or the reason why nothing could be shown.
/// </remarks>
/// <param name="Id">The mistake's name in the catalogue, for example <c>batch-factor-missing</c>; stable between versions.</param>
/// <param name="Words">What is wrong, in words, for example <c>the sum over the batch is not divided by B</c>.</param>
/// <param name="Equation">
/// The number of the line of derivation.md that it violates, for example <c>A.6</c>; null for code that is not derived there.
/// </param>
/// <param name="Remedy">What would make it right, as an instruction; null for a hint.</param>
public sealed record Cause(string Id, string Words, string? Equation = null, string? Remedy = null)
{
    /// <summary>The id of a hint.</summary>
    public const string HintId = "hint";

    /// <summary>The id of the reason why a check could not have failed, or cannot decide.</summary>
    public const string ReasonId = "reason";

    /// <summary>The id of shapes or numbers of arrays that do not fit.</summary>
    public const string ShapeId = "shape";

    /// <summary>Who made the mistake; null where the comparison says it.</summary>
    public string? Party { get; init; }

    /// <summary>The tensors that it explains; empty where the comparison says it.</summary>
    public IReadOnlyList<string> Tensors { get; init; } = [];

    /// <summary>What else can be said that is not the cause: what is right, what comes nearest; null for nothing.</summary>
    public string? Evidence { get; init; }

    /// <summary>Mistakes that come together with this one.</summary>
    public IReadOnlyList<Cause> Together { get; init; } = [];

    /// <summary>Other explanations that give the same numbers to within rounding, one or more mistakes each.</summary>
    public IReadOnlyList<IReadOnlyList<Cause>> Alternatives { get; init; } = [];

    /// <summary>Whether a mistake is named, rather than a hint or a reason given.</summary>
    public bool IsNamed => Id is not (HintId or ReasonId or ShapeId);

    /// <summary>The strongest thing that can be said without a cause.</summary>
    /// <param name="words">A sentence without its full stop.</param>
    /// <returns>The hint.</returns>
    public static Cause Hint(string words) => new(HintId, words);

    /// <summary>Why nothing could have failed, or nothing can be said.</summary>
    /// <param name="words">A sentence without its full stop.</param>
    /// <returns>The reason.</returns>
    public static Cause Reason(string words) => new(ReasonId, words);

    /// <summary>Shapes, lengths or numbers of arrays that do not fit.</summary>
    /// <param name="words">A sentence without its full stop.</param>
    /// <returns>The cause.</returns>
    public static Cause Shape(string words) => new(ShapeId, words);

    /// <inheritdoc/>
    public bool Equals(Cause? other) =>
        other is not null
        && (Id, Words, Equation, Remedy, Party, Evidence)
            == (other.Id, other.Words, other.Equation, other.Remedy, other.Party, other.Evidence)
        && Tensors.SequenceEqual(other.Tensors)
        && Together.SequenceEqual(other.Together)
        && Alternatives.Count == other.Alternatives.Count
        && Alternatives.Zip(other.Alternatives).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Words);

    /// <summary>The words of the whole cause.</summary>
    /// <returns>For example <c>the sum over the batch is not divided by B, against (A.6): divide by the number of images</c>.</returns>
    public override string ToString() => FindingWords.Of(this);
}
