namespace Compare.Results;

/// <summary>What a comparison that passed would have caught, measured on its own numbers.</summary>
/// <param name="Caught">Mistakes of the catalogue that would have been caught.</param>
/// <param name="Tried">Mistakes that were planted.</param>
/// <param name="Survivors">Those that would have passed, by name.</param>
/// <param name="SmallestVisible">
/// The smallest relative error that would have been noticed, dimensionless; infinite where none would; null where it was not measured.
/// </param>
public sealed record Power(int Caught, int Tried, IReadOnlyList<string> Survivors, double? SmallestVisible)
{
    /// <summary>Of what the smallest visible error is relative to, and on how much it was measured; null for an element of the tensor.</summary>
    public string? Scope { get; init; }

    /// <inheritdoc/>
    public bool Equals(Power? other) =>
        other is not null
        && (Caught, Tried, Scope) == (other.Caught, other.Tried, other.Scope)
        && Nullable.Equals(SmallestVisible, other.SmallestVisible)
        && Survivors.SequenceEqual(other.Survivors);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Caught, Tried);

    /// <summary>The words of the power.</summary>
    /// <returns>For example <c>20 of 21 mistakes of the catalogue, all but sign; relative errors from 1.8e-11</c>.</returns>
    public override string ToString() => FindingWords.Of(this);
}
