using System.Collections.Immutable;

namespace Compare.Reference.Optimizers.Schedules;

/// <summary>The step size changes at some updates and stays between them: <c>MultiStepLR</c> of PyTorch with a factor of its own for each.</summary>
public sealed record PiecewiseSchedule : Schedule
{
    private readonly ImmutableArray<(long From, double Factor)> _pieces;

    /// <summary>Makes a schedule whose factor is 1 until the first change.</summary>
    /// <param name="pieces">The number of updates before each change, ascending and at least 1, and the factor from there on.</param>
    /// <exception cref="ArgumentException">There is none, or they do not ascend.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public PiecewiseSchedule(params IEnumerable<(long From, double Factor)> pieces)
    {
        _pieces = [.. pieces];
        if (
            _pieces.IsEmpty
            || _pieces[0].From < 1
            || _pieces.Zip(_pieces.Skip(1)).Any(pair => pair.First.From >= pair.Second.From)
        )
            throw new ArgumentException("Changes of a step size must ascend from update 1 on.", nameof(pieces));
        foreach (var (_, factor) in _pieces)
            AtLeastZero(factor, nameof(pieces));
    }

    /// <summary>The number of updates before each change, and the factor from there on.</summary>
    public IReadOnlyList<(long From, double Factor)> Pieces => _pieces;

    /// <inheritdoc/>
    public override string Words =>
        "step size "
        + string.Join(
            ", ",
            _pieces.Select(piece =>
                FormattableString.Invariant($"{Text(piece.Factor)} times from update {piece.From + 1} on")
            )
        )
        + " (O.54)";

    /// <inheritdoc/>
    public override double Factor(long updatesBefore)
    {
        var factor = 1.0;
        foreach (var piece in _pieces)
            if (piece.From <= updatesBefore)
                factor = piece.Factor; // (O.54)
        return factor;
    }

    /// <inheritdoc/>
    public bool Equals(PiecewiseSchedule? other) => other is not null && _pieces.SequenceEqual(other._pieces);

    /// <inheritdoc/>
    public override int GetHashCode() => _pieces.Aggregate(0, HashCode.Combine);
}
