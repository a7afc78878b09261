using System.Collections.Immutable;

namespace Compare.Results;

/// <summary>What a finding is about, part by part: the check, the model, the rule, the tensor, the parties.</summary>
/// <remarks>
/// The parts keep the order in which they were named, and <see cref="Id"/> is made of them. Two keys are equal if check, id and parts are.
/// Whoever wants to know a part asks for it; nobody takes the id apart.
/// </remarks>
public sealed record FindingKey
{
    private readonly ImmutableArray<(KeyPart Part, string Value)> _parts;
    private readonly string? _id;

    private FindingKey(string check, ImmutableArray<(KeyPart, string)> parts, string? id)
    {
        Check = check;
        _parts = parts;
        _id = id;
        Id = id ?? string.Join('/', parts.Select(Slug).Prepend(Slug(check)));
    }

    /// <summary>Begins a key.</summary>
    /// <param name="check">The check, for example <c>gradients</c>.</param>
    /// <returns>The key without further parts.</returns>
    public static FindingKey Of(string check) => new(check, [], id: null);

    /// <summary>The key of a finding of which only the id is known, as in results of schema 1.</summary>
    /// <param name="check">The check.</param>
    /// <param name="id">The id; kept as it is, not taken apart.</param>
    /// <returns>The key.</returns>
    public static FindingKey Named(string check, string id) => new(check, [], id);

    /// <summary>The check that produced the finding.</summary>
    public string Check { get; }

    /// <summary>The parts in their order, each at most once.</summary>
    public IReadOnlyList<(KeyPart Part, string Value)> Parts => _parts;

    /// <summary>Slash-separated, derived from the content, the same in every run: the anchor in the report.</summary>
    public string Id { get; }

    /// <summary>The value of a part.</summary>
    /// <param name="part">Which.</param>
    /// <returns>Its value; null where the key has no such part.</returns>
    public string? this[KeyPart part]
    {
        get
        {
            foreach (var (known, value) in _parts)
                if (known == part)
                    return value;
            return null;
        }
    }

    /// <summary>Adds a part.</summary>
    /// <param name="part">Which.</param>
    /// <param name="value">Its value, in the words of the domain; the id has it in lower case, with dashes for spaces.</param>
    /// <returns>The longer key.</returns>
    /// <exception cref="ArgumentException">The key has this part already.</exception>
    public FindingKey With(KeyPart part, string value) =>
        this[part] is { } known
            ? throw new ArgumentException($"{part} is '{known}' already, so it cannot be '{value}'.", nameof(part))
            : new FindingKey(Check, _parts.Add((part, value)), _id);

    /// <summary>Adds several parts.</summary>
    /// <param name="parts">In order.</param>
    /// <returns>The longer key.</returns>
    /// <exception cref="ArgumentException">A part is named twice.</exception>
    public FindingKey With(IEnumerable<(KeyPart Part, string Value)> parts) =>
        parts.Aggregate(this, (key, part) => key.With(part.Part, part.Value));

    /// <summary>The beginning of the id.</summary>
    /// <param name="parts">How many parts of it, the check included; at least 1.</param>
    /// <returns>The parts, separated by slashes; the check alone where only the id is known.</returns>
    public string Prefix(int parts) =>
        _id is not null ? Check : string.Join('/', _parts.Take(parts - 1).Select(Slug).Prepend(Slug(Check)));

    /// <inheritdoc/>
    public bool Equals(FindingKey? other) =>
        other is not null && Check == other.Check && Id == other.Id && _parts.SequenceEqual(other._parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Id;

    // Names of tensors keep their case: dW1 is not dw1.
    private static string Slug((KeyPart Part, string Value) part) =>
        Slug(part.Part == KeyPart.Party ? part.Value.ToLowerInvariant() : part.Value);

    private static string Slug(string value) => value.Replace(' ', '-');
}
