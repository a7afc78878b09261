namespace Compare.Results;

/// <summary>Where a comparison came closest to its bound, or went furthest outside it.</summary>
public sealed record Location
{
    /// <summary>The number of the update, 1 for the first; 0 before the first; null where there are no updates.</summary>
    public long? Update { get; init; }

    /// <summary>The tensor, for example <c>dW1</c>, or <c>m of W2</c> for the state of an optimizer; null where it is no tensor's.</summary>
    public string? Tensor { get; init; }

    /// <summary>The row of the element, or its index in a vector; null for a scalar, and where it is no element's.</summary>
    public int? Row { get; init; }

    /// <summary>The column of the element; null where the row is, and for a vector.</summary>
    public int? Column { get; init; }

    /// <summary>What was compared where it is no element of a tensor, or more about the element, for example <c>eigenvalue 3</c>.</summary>
    public string? Quantity { get; init; }

    /// <summary>The compared values, each with the name of whoever gave it.</summary>
    public IReadOnlyList<NamedValue> Values { get; init; } = [];

    /// <summary>How many comparisons were outside their bound; 0 where nothing failed.</summary>
    public long Outside { get; init; }

    /// <summary>Of how many.</summary>
    public long Compared { get; init; }

    /// <summary>The first failure, where it is not the worst; null otherwise.</summary>
    public Location? First { get; init; }

    /// <inheritdoc/>
    public bool Equals(Location? other) =>
        other is not null
        && (Update, Tensor, Row, Column, Quantity, Outside, Compared)
            == (other.Update, other.Tensor, other.Row, other.Column, other.Quantity, other.Outside, other.Compared)
        && Values.SequenceEqual(other.Values)
        && Equals(First, other.First);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Update, Tensor, Row, Column, Quantity);

    /// <summary>The words of this place.</summary>
    /// <returns>For example <c>update 50, dW2[482, 4]: from scratch 1.5, TorchSharp 1.25</c>.</returns>
    public override string ToString() => FindingWords.Of(this);
}
