using System.Text.Json;
using System.Text.Json.Nodes;
using Compare.Reports.Json;

namespace Compare.Reports.Html;

/// <summary>Settings and environment, whose members only their makers know.</summary>
internal static class FreeForm
{
    /// <summary>Adds the members as a table of names and values.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="members">Anything.</param>
    public static void Add(HtmlText page, JsonObject members)
    {
        page.Add($"<table class=\"pairs\">\n");
        foreach (var (name, value) in members)
        {
            page.Add($"<tr><th scope=\"row\">{name}</th><td>");
            AddValue(page, value);
            page.Add($"</td></tr>\n");
        }
        page.Add($"</table>\n");
    }

    private static void AddValue(HtmlText page, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject members:
                Add(page, members);
                break;
            case JsonArray items when items.All(item => item is not (JsonObject or JsonArray)):
                page.Add($"{string.Join(", ", items.Select(Scalar))}");
                break;
            case JsonArray items:
                page.Add($"<ul>");
                foreach (var item in items)
                {
                    page.Add($"<li>");
                    AddValue(page, item);
                    page.Add($"</li>");
                }
                page.Add($"</ul>");
                break;
            default:
                page.Add($"{Scalar(value)}");
                break;
        }
    }

    /// <summary>A value that is neither an object nor a list; numbers as results.json has them: a seed is not rounded.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its text.</returns>
    public static string Scalar(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "none",
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.String => JsonValues.Text(value.AsValue()),
            _ => JsonValues.Token(value.AsValue()).Trim('"'),
        };
}
