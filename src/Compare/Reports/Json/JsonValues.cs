using System.Text.Json;
using System.Text.Json.Nodes;
using Compare.Results;

namespace Compare.Reports.Json;

/// <summary>The values of results.json that the JSON library would write differently.</summary>
internal static class JsonValues
{
    /// <summary>Writes a member that is a text or null.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="value">Any text.</param>
    public static void Write(Utf8JsonWriter json, string name, string? value) =>
        json.WriteString(name, value is null ? null : WellFormed(value));

    /// <summary>Writes a member that is a number, null, or the name of a value that JSON has no number for.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="value">Any number.</param>
    public static void Write(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value is { } number ? Token(number) : "null", skipInputValidation: true);
    }

    /// <summary>Writes a member that is a list of numbers, on one line.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="values">Any numbers.</param>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WritePropertyName(name);
        WriteLine(json, values.Select(Token));
    }

    /// <summary>Writes a member that is a list of counts, on one line.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="values">Any whole numbers.</param>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WritePropertyName(name);
        WriteLine(json, values.Select(Numbers.Text));
    }

    /// <summary>Writes a free-form value, such as the settings.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="node">Anything.</param>
    public static void Write(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                json.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    json.WritePropertyName(WellFormed(name));
                    Write(json, value);
                }
                json.WriteEndObject();
                break;
            case JsonArray { Count: > 0 } items when items.All(IsNumber):
                WriteLine(json, items.Select(item => Token(item!.AsValue())));
                break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                json.WriteStringValue(WellFormed(Text(value)));
                break;
            case JsonValue value:
                json.WriteRawValue(Token(value), skipInputValidation: true);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>
    /// A text as it will be read back: halves of surrogate pairs are U+FFFD. The JSON library would do the same, but spell it as an
    /// escape the first time and as a character from then on.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>Valid Unicode.</returns>
    public static string WellFormed(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? string.Concat(text.EnumerateRunes()) : text;

    /// <summary>The string in a value that is one.</summary>
    /// <param name="value">A value of kind string, of whatever type in memory.</param>
    /// <returns>The string.</returns>
    public static string Text(JsonValue value) =>
        value.TryGetValue<string>(out var text) ? text : JsonSerializer.Deserialize<string>(value.ToJsonString()) ?? "";

    /// <summary>A value that is not a string, as JSON spells it.</summary>
    /// <param name="value">A number, true or false.</param>
    /// <returns>One token.</returns>
    public static string Token(JsonValue value) =>
        value.TryGetValue<double>(out var number) && !double.IsFinite(number) ? Token(number) : value.ToJsonString();

    private static string Token(double value) =>
        double.IsFinite(value) ? Numbers.Exact(value) : $"\"{Numbers.Exact(value)}\"";

    /// <summary>Read back, a number that JSON lacks is a string.</summary>
    private static bool IsNumber(JsonNode? node) =>
        node?.GetValueKind() switch
        {
            JsonValueKind.Number => true,
            JsonValueKind.String => Text(node.AsValue()) is "NaN" or "Infinity" or "-Infinity",
            _ => false,
        };

    private static void WriteLine(Utf8JsonWriter json, IEnumerable<string> tokens) =>
        json.WriteRawValue($"[{string.Join(", ", tokens)}]", skipInputValidation: true);
}
