using Compare.Results.Display;

namespace Compare.Results;

/// <summary>One comparison and what came of it: pure data, which the writers render and nothing else interprets.</summary>
/// <remarks>
/// Numbers are those of the worst element of the comparison, that is, the one with the largest ratio. They are null where the
/// check has no such number, and may be NaN or infinite where a side produced that. Words are made in <see cref="FindingWords"/>.
/// </remarks>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed record Finding : IHtmlOutput
{
    /// <summary>What it is about.</summary>
    public required FindingKey Key { get; init; }

    /// <summary>What was compared, in words: model, settings, tensor and the two parties.</summary>
    public required string Subject { get; init; }

    /// <summary>The conclusion.</summary>
    public required Status Status { get; init; }

    /// <summary>Absolute difference at the worst element.</summary>
    public double? Error { get; init; }

    /// <summary>The bound at that element; positive.</summary>
    public double? Bound { get; init; }

    /// <summary>Error / bound at that element; at most 1 means that rounding explains the difference.</summary>
    public double? Ratio { get; init; }

    /// <summary>Where the bound comes from; null where there is none.</summary>
    public Basis? Basis { get; init; }

    /// <summary>The worst element with both values, and for a failure how many more failed.</summary>
    public Location? Location { get; init; }

    /// <summary>
    /// For <see cref="Status.Disagrees"/> the cause or the strongest hint; for <see cref="Status.Vacuous"/> and
    /// <see cref="Status.Undecided"/> the reason.
    /// </summary>
    public Cause? Cause { get; init; }

    /// <summary>What this check would have caught; null where it was not measured.</summary>
    public Power? Power { get; init; }

    /// <summary>Circumstances worth knowing that do not change the status, such as values next to a kink.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the verdict must say although nothing disagrees, such as a transposed layout or a variant that is not a framework's.</summary>
    public IReadOnlyList<string> Reservations { get; init; } = [];

    /// <summary>The anchor in the report, the same in every run.</summary>
    public string Id => Key.Id;

    /// <summary>The check that produced it, for example <c>gradients</c>.</summary>
    public string Check => Key.Check;

    /// <summary>The same finding with one more note.</summary>
    /// <param name="note">A clause without its full stop; null for none.</param>
    /// <returns>The finding.</returns>
    public Finding Noting(string? note) => note is null ? this : this with { Notes = [.. Notes, note] };

    /// <summary>The same finding with one more reservation.</summary>
    /// <param name="reservation">A clause without its full stop; null for none.</param>
    /// <returns>The finding.</returns>
    public Finding Reserving(string? reservation) =>
        reservation is null ? this : this with { Reservations = [.. Reservations, reservation] };

    /// <inheritdoc/>
    public bool Equals(Finding? other) =>
        other is not null
        && (Key, Subject, Status, Basis) == (other.Key, other.Subject, other.Status, other.Basis)
        && Nullable.Equals(Error, other.Error)
        && Nullable.Equals(Bound, other.Bound)
        && Nullable.Equals(Ratio, other.Ratio)
        && Equals(Location, other.Location)
        && Equals(Cause, other.Cause)
        && Equals(Power, other.Power)
        && Notes.SequenceEqual(other.Notes)
        && Reservations.SequenceEqual(other.Reservations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Status);

    /// <summary>Renders the finding for a notebook.</summary>
    /// <returns>A piece of HTML that needs no style sheet, no script and no network.</returns>
    public string ToHtml() => HtmlDisplay.Of(this);
}
