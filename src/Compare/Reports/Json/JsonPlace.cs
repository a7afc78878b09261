using System.Text.Json;
using System.Text.Json.Nodes;
using Compare.Results;

namespace Compare.Reports.Json;

/// <summary>A value in a JSON file together with the way to it, so that every complaint says where.</summary>
/// <param name="File">The file's name, for messages.</param>
/// <param name="Path">The way from the root, such as <c>findings[3].ratio</c>; empty at the root.</param>
/// <param name="Value">The value; undefined where the member is missing.</param>
internal readonly record struct JsonPlace(string File, string Path, JsonElement Value)
{
    private const int LongestQuote = 40;

    /// <summary>The member of an object.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its place; reading a member that is missing fails.</returns>
    public JsonPlace Member(string name) =>
        new(
            File,
            Path.Length == 0 ? name : $"{Path}.{name}",
            Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var value) ? value : default
        );

    /// <summary>Makes sure that this is an object with these members and no others, in any order.</summary>
    /// <param name="names">All members.</param>
    /// <returns>This place.</returns>
    /// <exception cref="ReportFormatException">It is not.</exception>
    public JsonPlace Having(params IReadOnlyList<string> names)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Expected("an object");
        foreach (var member in Value.EnumerateObject())
            if (!names.Contains(member.Name))
                throw Refused($"has a member {Quote(member.Name)}, expected only {string.Join(", ", names)}");
        foreach (var name in names)
            if (Member(name) is { Value.ValueKind: JsonValueKind.Undefined } missing)
                throw missing.Expected("a value");
        return this;
    }

    /// <summary>Makes sure that this is an object with no other members than these, each of which may be missing.</summary>
    /// <param name="names">All members.</param>
    /// <returns>This place.</returns>
    /// <exception cref="ReportFormatException">It is not.</exception>
    public JsonPlace Among(params IReadOnlyList<string> names)
    {
        var place = this;
        return Having([.. names.Where(name => !place.Member(name).IsMissing)]);
    }

    /// <summary>Whether there is nothing here.</summary>
    public bool IsMissing => Value.ValueKind == JsonValueKind.Undefined;

    /// <summary>A string.</summary>
    public string Text => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Expected("a string");

    /// <summary>A string; null for null or nothing.</summary>
    public string? OptionalText => IsAbsent ? null : Text;

    /// <summary>True or false.</summary>
    public bool Flag =>
        Value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? Value.GetBoolean()
            : throw Expected("true or false");

    /// <summary>A number, or the name of one that JSON lacks.</summary>
    public double Number
    {
        get
        {
            if (Value.ValueKind == JsonValueKind.Number && Value.GetDouble() is var number && double.IsFinite(number))
                return number;
            return (Value.ValueKind == JsonValueKind.String ? Value.GetString() : null) switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => throw Expected("a number, \"NaN\", \"Infinity\" or \"-Infinity\""),
            };
        }
    }

    /// <summary>A number; null for null or nothing.</summary>
    public double? OptionalNumber => IsAbsent ? null : Number;

    /// <summary>Whether there is null or nothing here.</summary>
    public bool IsAbsent => IsMissing || Value.ValueKind == JsonValueKind.Null;

    /// <summary>A whole number, zero or more.</summary>
    public long Count =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out var count) && count >= 0
            ? count
            : throw Expected("a whole number, zero or more");

    /// <summary>An object with any members.</summary>
    public JsonObject Members =>
        Value.ValueKind == JsonValueKind.Object ? JsonObject.Create(Value)! : throw Expected("an object");

    /// <summary>A list.</summary>
    /// <param name="item">Reads one item.</param>
    /// <returns>The items.</returns>
    /// <exception cref="ReportFormatException">It is not a list, or an item is refused.</exception>
    public List<T> List<T>(Func<JsonPlace, T> item)
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Expected("a list");
        var items = new List<T>(Value.GetArrayLength());
        foreach (var value in Value.EnumerateArray())
            items.Add(item(new JsonPlace(File, $"{Path}[{Numbers.Text(items.Count)}]", value)));
        return items;
    }

    /// <summary>The complaint that this value is not what it should be.</summary>
    /// <param name="what">What it should be.</param>
    /// <returns>The exception to throw.</returns>
    public ReportFormatException Expected(string what) => Refused($"is {Found}, expected {what}");

    private string Found =>
        Value.ValueKind switch
        {
            JsonValueKind.Undefined => "missing",
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => $"a list of {Numbers.Text(Value.GetArrayLength())}",
            JsonValueKind.String => Quote(Value.GetString()!),
            _ => Shorten(Value.GetRawText()),
        };

    private ReportFormatException Refused(string complaint) =>
        new($"{File}: {(Path.Length == 0 ? "the document" : Path)} {complaint}.");

    private static string Quote(string text) => $"\"{Shorten(Printable.OneLine(text))}\"";

    private static string Shorten(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";
}
