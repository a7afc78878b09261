using System.Text.Json.Nodes;
using Compare.Reports.Html;
using Compare.Results;

namespace Compare.Reports.Changes;

/// <summary>A setting, or a circumstance, that is not what it was in an earlier run.</summary>
/// <param name="Name">Its name; parts of an object are joined by dots.</param>
/// <param name="Before">The earlier value; null if there was none.</param>
/// <param name="After">The later value; null if there is none.</param>
internal sealed record ValueChange(string Name, string? Before, string? After)
{
    /// <summary>Compares all members of two objects.</summary>
    /// <param name="before">The earlier values.</param>
    /// <param name="after">The later values.</param>
    /// <returns>What differs, in the order of the later values; what is gone comes last.</returns>
    public static IReadOnlyList<ValueChange> Of(JsonObject before, JsonObject after)
    {
        var earlier = Flatten("", before).ToDictionary(entry => entry.Name, entry => entry.Value);
        var later = Flatten("", after).ToDictionary(entry => entry.Name, entry => entry.Value);
        return
        [
            .. later
                .Keys.Concat(earlier.Keys.Except(later.Keys))
                .Select(name => new ValueChange(name, earlier.GetValueOrDefault(name), later.GetValueOrDefault(name)))
                .Where(change => change.Before != change.After),
        ];
    }

    private static IEnumerable<(string Name, string Value)> Flatten(string name, JsonNode? node)
    {
        string Member(string member) => name.Length == 0 ? member : $"{name}.{member}";
        return node switch
        {
            JsonObject members => members.SelectMany(member => Flatten(Member(member.Key), member.Value)),
            JsonArray items when items.Any(item => item is JsonObject or JsonArray) => items.SelectMany(
                (item, i) => Flatten(Member(Numbers.Text((long)i)), item)
            ),
            JsonArray items => [(name, string.Join(", ", items.Select(FreeForm.Scalar)))],
            _ => [(name, FreeForm.Scalar(node))],
        };
    }
}
