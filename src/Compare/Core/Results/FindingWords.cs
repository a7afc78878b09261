using System.Globalization;

namespace Compare.Results;

/// <summary>The one place in which the parts of a finding become words; every writer takes them from here.</summary>
public static class FindingWords
{
    private const int MostAlternatives = 6;
    private const int MostSurvivors = 8;

    /// <summary>What the cause of a finding is called: a reason where nothing failed.</summary>
    /// <param name="status">The finding's status.</param>
    /// <returns><c>cause</c> or <c>reason</c>.</returns>
    public static string CauseTerm(Status status) => status is Status.Vacuous or Status.Undecided ? "reason" : "cause";

    /// <summary>The notes of a finding as one text.</summary>
    /// <param name="finding">The finding.</param>
    /// <returns>The notes, separated by semicolons; null if there are none.</returns>
    public static string? Notes(Finding finding) => finding.Notes.Count == 0 ? null : string.Join("; ", finding.Notes);

    /// <summary>A place in words.</summary>
    /// <param name="location">The place.</param>
    /// <returns>Update, element, values, and how many more failed.</returns>
    public static string Of(Location location)
    {
        var place = string.Join(", ", Place(location));
        var values = string.Join(", ", location.Values.Select(value => $"{value.Name} {Exactly(value.Value)}"));
        var words =
            place.Length == 0 ? values
            : values.Length == 0 ? place
            : $"{place}: {values}";
        if (location.Outside < 2)
            return words;
        var failed = FormattableString.Invariant($"{location.Outside} of {location.Compared} are outside their bound");
        return location.First is { } first ? $"{words}; {failed}, the first at {Of(first)}" : $"{words}; {failed}";
    }

    /// <summary>A cause in words.</summary>
    /// <param name="cause">The cause.</param>
    /// <returns>Who, which tensors, what is wrong against which equation, the remedy; and what cannot be told apart from it.</returns>
    public static string Of(Cause cause)
    {
        var parts = new List<string>();
        if (cause.Party is { } party)
            parts.Add(cause.Tensors.Count > 0 ? $"{party}, {Names(cause.Tensors)}" : party);
        else if (cause.Tensors.Count > 0)
            parts.Add(Names(cause.Tensors));
        parts.Add(string.Join("; and together with it ", cause.Together.Prepend(cause).Select(Mistake)));
        var words = string.Join(": ", parts);
        if (cause.Alternatives.Count > 0)
        {
            var others = cause
                .Alternatives.Take(MostAlternatives)
                .Select(set => string.Join(" with ", set.Select(other => other.Words)));
            words +=
                $" (not to be told apart here from: {string.Join("; ", others)}{More(cause.Alternatives.Count - MostAlternatives)})";
        }
        return cause.Evidence is { } evidence ? $"{words}; {evidence}" : words;
    }

    /// <summary>A power in words.</summary>
    /// <param name="power">The power.</param>
    /// <returns>The share of the catalogue, the survivors by name, and the smallest error that is seen.</returns>
    public static string Of(Power power)
    {
        if (power.Tried == 0)
            return power.Scope ?? "nothing was planted";
        var survivors =
            power.Survivors.Count == 0
                ? ""
                : $", not: {string.Join("; ", power.Survivors.Take(MostSurvivors))}{More(power.Survivors.Count - MostSurvivors)}";
        var share =
            $"{Numbers.Text((long)power.Caught)} of {Numbers.Text((long)power.Tried)} mistakes of the catalogue would have been caught{survivors}";
        return power.SmallestVisible switch
        {
            null => share,
            < 1 and var smallest =>
                $"{share}; relative errors from {Numbers.Text(smallest)} on would have been noticed{Within(power)}",
            _ => $"{share}; no relative error below 1 would have been noticed{Within(power)}",
        };
    }

    private static string Within(Power power) => power.Scope is { } scope ? $" ({scope})" : "";

    private static IEnumerable<string> Place(Location location)
    {
        if (location.Update is { } update)
            yield return update == 0 ? "before update 1" : FormattableString.Invariant($"update {update}");
        if (location.Tensor is { } tensor)
        {
            var element = (location.Row, location.Column) switch
            {
                ({ } row, { } column) => FormattableString.Invariant($"{tensor}[{row}, {column}]"),
                ({ } row, null) => FormattableString.Invariant($"{tensor}[{row}]"),
                _ => tensor,
            };
            yield return location.Quantity is { } more ? $"{element} ({more})" : element;
        }
        else if (location.Quantity is { } quantity)
            yield return quantity;
    }

    private static string Mistake(Cause cause)
    {
        var against = cause.Equation is { } equation ? $", against ({equation})" : "";
        return cause.Remedy is { } remedy ? $"{cause.Words}{against}: {remedy}" : $"{cause.Words}{against}";
    }

    private static string Names(IReadOnlyList<string> names) => string.Join(" and ", names);

    private static string More(int count) => count > 0 ? FormattableString.Invariant($" and {count} more") : "";

    private static string Exactly(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
