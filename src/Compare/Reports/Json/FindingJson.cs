using System.Text.Json;
using Compare.Results;

namespace Compare.Reports.Json;

/// <summary>A finding in results.json: the writer of schema 2, and the readers of both schemas.</summary>
internal static class FindingJson
{
    private static readonly Dictionary<string, KeyPart> Parts = Enum.GetValues<KeyPart>()
        .ToDictionary(PartName, part => part);

    /// <summary>Writes a finding.</summary>
    /// <param name="json">Receives an object.</param>
    /// <param name="finding">The finding.</param>
    public static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        JsonValues.Write(json, "id", finding.Id);
        JsonValues.Write(json, "check", finding.Check);
        json.WriteStartObject("key");
        foreach (var (part, value) in finding.Key.Parts)
            JsonValues.Write(json, PartName(part), value);
        json.WriteEndObject();
        JsonValues.Write(json, "subject", finding.Subject);
        JsonValues.Write(json, "status", StatusWords.Name(finding.Status));
        JsonValues.Write(json, "error", finding.Error);
        JsonValues.Write(json, "bound", finding.Bound);
        JsonValues.Write(json, "ratio", finding.Ratio);
        JsonValues.Write(json, "basis", finding.Basis is { } basis ? BasisName(basis) : null);
        json.WritePropertyName("location");
        Write(json, finding.Location);
        json.WritePropertyName("cause");
        Write(json, finding.Cause);
        json.WritePropertyName("power");
        Write(json, finding.Power);
        Strings(json, "notes", finding.Notes);
        if (finding.Reservations.Count > 0)
            Strings(json, "reservations", finding.Reservations);
        json.WriteEndObject();
    }

    /// <summary>Reads a finding.</summary>
    /// <param name="place">Its object.</param>
    /// <param name="schema">1 or 2.</param>
    /// <returns>The finding.</returns>
    /// <exception cref="ReportFormatException">It is not one.</exception>
    public static Finding Read(JsonPlace place, long schema) => schema == 1 ? ReadWords(place) : ReadData(place);

    /// <summary>Schema 1 had sentences only: they are kept as they are.</summary>
    private static Finding ReadWords(JsonPlace place)
    {
        place.Having("id", "check", "subject", "status", "error", "bound", "ratio", "where", "cause", "power", "note");
        var status = Status(place.Member("status"));
        return new Finding
        {
            Key = FindingKey.Named(place.Member("check").Text, place.Member("id").Text),
            Subject = place.Member("subject").Text,
            Status = status,
            Error = place.Member("error").OptionalNumber,
            Bound = place.Member("bound").OptionalNumber,
            Ratio = place.Member("ratio").OptionalNumber,
            Location = place.Member("where").OptionalText is { } where ? new Location { Quantity = where } : null,
            Cause = place.Member("cause").OptionalText is { } cause
                ? status == Results.Status.Disagrees
                    ? Cause.Hint(cause)
                    : Cause.Reason(cause)
                : null,
            Power = place.Member("power").OptionalText is { } power
                ? new Power(0, 0, [], null) { Scope = power }
                : null,
            Notes = place.Member("note").OptionalText is { } note ? [note] : [],
        };
    }

    private static Finding ReadData(JsonPlace place)
    {
        place.Having([
            "id",
            "check",
            "key",
            "subject",
            "status",
            "error",
            "bound",
            "ratio",
            "basis",
            "location",
            "cause",
            "power",
            "notes",
            .. Optional(place, "reservations"),
        ]);
        return new Finding
        {
            Key = Key(place),
            Subject = place.Member("subject").Text,
            Status = Status(place.Member("status")),
            Error = place.Member("error").OptionalNumber,
            Bound = place.Member("bound").OptionalNumber,
            Ratio = place.Member("ratio").OptionalNumber,
            Basis = place.Member("basis").IsAbsent ? null : BasisOf(place.Member("basis")),
            Location = Optional(place.Member("location"), Location),
            Cause = Optional(place.Member("cause"), CauseOf),
            Power = Optional(place.Member("power"), PowerOf),
            Notes = place.Member("notes").List(note => note.Text),
            Reservations = place.Member("reservations").IsMissing
                ? []
                : place.Member("reservations").List(reservation => reservation.Text),
        };
    }

    private static IEnumerable<string> Optional(JsonPlace place, string name)
    {
        if (!place.Member(name).IsMissing)
            yield return name;
    }

    private static FindingKey Key(JsonPlace place)
    {
        var (check, id) = (place.Member("check").Text, place.Member("id").Text);
        var parts = place
            .Member("key")
            .Among([.. Parts.Keys])
            .Value.EnumerateObject()
            .Select(member => (Parts[member.Name], place.Member("key").Member(member.Name).Text))
            .ToList();
        var key = FindingKey.Of(check).With(parts);
        // A report of schema 1 that was written again has no parts.
        return parts.Count == 0 ? FindingKey.Named(check, id)
            : key.Id == id ? key
            : throw place.Member("id").Expected($"\"{key.Id}\" from the key");
    }

    private static void Write(Utf8JsonWriter json, Location? location)
    {
        if (location is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        Number(json, "update", location.Update);
        Text(json, "tensor", location.Tensor);
        Number(json, "row", location.Row);
        Number(json, "column", location.Column);
        Text(json, "quantity", location.Quantity);
        if (location.Values.Count > 0)
        {
            Strings(json, "parties", [.. location.Values.Select(value => value.Name)]);
            JsonValues.Write(json, "values", location.Values.Select(value => value.Value));
        }
        if (location.Outside > 0)
        {
            Number(json, "outside", location.Outside);
            Number(json, "compared", location.Compared);
        }
        if (location.First is { } first)
        {
            json.WritePropertyName("first");
            Write(json, first);
        }
        json.WriteEndObject();
    }

    private static Location Location(JsonPlace place)
    {
        place.Among(
            "update",
            "tensor",
            "row",
            "column",
            "quantity",
            "parties",
            "values",
            "outside",
            "compared",
            "first"
        );
        var parties = OptionalList(place.Member("parties"), party => party.Text);
        var values = OptionalList(place.Member("values"), value => value.Number);
        if (values.Count != parties.Count)
            throw place.Member("values").Expected($"a list of {Numbers.Text((long)parties.Count)}");
        return new Location
        {
            Update = OptionalCount(place.Member("update")),
            Tensor = place.Member("tensor").OptionalText,
            Row = (int?)OptionalCount(place.Member("row")),
            Column = (int?)OptionalCount(place.Member("column")),
            Quantity = place.Member("quantity").OptionalText,
            Values = [.. parties.Zip(values, (party, value) => new NamedValue(party, value))],
            Outside = OptionalCount(place.Member("outside")) ?? 0,
            Compared = OptionalCount(place.Member("compared")) ?? 0,
            First = Optional(place.Member("first"), Location),
        };
    }

    private static void Write(Utf8JsonWriter json, Cause? cause)
    {
        if (cause is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        JsonValues.Write(json, "id", cause.Id);
        JsonValues.Write(json, "words", cause.Words);
        JsonValues.Write(json, "equation", cause.Equation);
        JsonValues.Write(json, "remedy", cause.Remedy);
        Text(json, "party", cause.Party);
        if (cause.Tensors.Count > 0)
            Strings(json, "tensors", cause.Tensors);
        Text(json, "evidence", cause.Evidence);
        if (cause.Together.Count > 0)
        {
            json.WritePropertyName("together");
            Write(json, cause.Together);
        }
        if (cause.Alternatives.Count > 0)
        {
            json.WriteStartArray("alternatives");
            foreach (var set in cause.Alternatives)
                Write(json, set);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static Cause CauseOf(JsonPlace place)
    {
        place.Among("id", "words", "equation", "remedy", "party", "tensors", "evidence", "together", "alternatives");
        return new Cause(
            place.Member("id").Text,
            place.Member("words").Text,
            place.Member("equation").OptionalText,
            place.Member("remedy").OptionalText
        )
        {
            Party = place.Member("party").OptionalText,
            Tensors = OptionalList(place.Member("tensors"), tensor => tensor.Text),
            Evidence = place.Member("evidence").OptionalText,
            Together = OptionalList(place.Member("together"), CauseOf),
            Alternatives = OptionalList(place.Member("alternatives"), set => (IReadOnlyList<Cause>)set.List(CauseOf)),
        };
    }

    private static void Write(Utf8JsonWriter json, Power? power)
    {
        if (power is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("caught", power.Caught);
        json.WriteNumber("tried", power.Tried);
        Strings(json, "survivors", power.Survivors);
        if (power.SmallestVisible is { } smallest)
            JsonValues.Write(json, "smallest", (double?)smallest);
        Text(json, "scope", power.Scope);
        json.WriteEndObject();
    }

    private static Power PowerOf(JsonPlace place)
    {
        place.Among("caught", "tried", "survivors", "smallest", "scope");
        return new Power(
            (int)place.Member("caught").Count,
            (int)place.Member("tried").Count,
            place.Member("survivors").List(survivor => survivor.Text),
            place.Member("smallest").OptionalNumber
        )
        {
            Scope = place.Member("scope").OptionalText,
        };
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Cause> causes)
    {
        json.WriteStartArray();
        foreach (var cause in causes)
            Write(json, cause);
        json.WriteEndArray();
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(JsonValues.WellFormed(value));
        json.WriteEndArray();
    }

    private static Status Status(JsonPlace place)
    {
        var name = place.Text;
        foreach (var status in JsonNames.SummaryOrder)
            if (StatusWords.Name(status) == name)
                return status;
        throw place.Expected($"one of {string.Join(", ", JsonNames.SummaryOrder.Select(StatusWords.Name))}");
    }

    private static Basis BasisOf(JsonPlace place) =>
        place.Text switch
        {
            "derived" => Basis.Derived,
            "estimated" => Basis.Estimated,
            _ => throw place.Expected("derived or estimated"),
        };

    private static string BasisName(Basis basis) => basis == Basis.Derived ? "derived" : "estimated";

    private static string PartName(KeyPart part) =>
        part switch
        {
            KeyPart.Topic => "topic",
            KeyPart.Family => "family",
            KeyPart.Activation => "activation",
            KeyPart.Size => "size",
            KeyPart.Loss => "loss",
            KeyPart.Rule => "rule",
            KeyPart.StepSize => "stepSize",
            KeyPart.Precision => "precision",
            KeyPart.Method => "method",
            KeyPart.Tensor => "tensor",
            KeyPart.Kind => "kind",
            KeyPart.Party => "party",
            KeyPart.Number => "number",
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a part of a key."),
        };

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            JsonValues.Write(json, name, value);
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private static List<T> OptionalList<T>(JsonPlace place, Func<JsonPlace, T> item) =>
        place.IsAbsent ? [] : place.List(item);

    private static long? OptionalCount(JsonPlace place) => place.IsAbsent ? null : place.Count;

    private static T? Optional<T>(JsonPlace place, Func<JsonPlace, T> read)
        where T : class => place.IsAbsent ? null : read(place);
}
