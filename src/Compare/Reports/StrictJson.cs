using System.Text.Json;

namespace Compare.Reports;

/// <summary>JSON whose every name and text is Unicode and whose objects name no member twice, so that whatever reads it later cannot trip over these.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Parses a text.</summary>
    /// <param name="text">The text, with or without a byte order mark.</param>
    /// <returns>The document, to be disposed of.</returns>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static JsonDocument Parse(string text)
    {
        try
        {
            var document = JsonDocument.Parse(text.StartsWith('\uFEFF') ? text.AsMemory(1) : text.AsMemory(), Options);
            ReadStrings(document.RootElement);
            return document;
        }
        catch (InvalidOperationException exception)
        {
            // Half of a surrogate pair, spelled as an escape, comes to light only when its string is read.
            throw new JsonException($"A string is not valid Unicode: {exception.Message}", exception);
        }
    }

    private static void ReadStrings(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            _ = value.GetString();
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                ReadStrings(item);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject())
            {
                _ = member.Name;
                ReadStrings(member.Value);
            }
    }
}
