using System.Text.Json;
using Compare.Tests.Support;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>The recorded optimizer steps, each file with its origin and licence in it.</summary>
internal static class RecordedVectors
{
    /// <summary>Reads a file of recorded cases.</summary>
    public static JsonElement Open(string name)
    {
        var path = Path.Combine(Repository.Root, "tests", "Reference.Tests", "Optimizers", "Vectors", name);
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }

    public static double[] Numbers(this JsonElement array) =>
        [.. array.EnumerateArray().SelectMany(e => e.ValueKind == JsonValueKind.Array ? e.Numbers() : [e.GetDouble()])];

    /// <summary>
    /// Half a unit of the last decimal in which a file gives the named numbers. Counted over all its cases, because
    /// JSON drops the zeros at the end of a number.
    /// </summary>
    public static double HalfUnit(this JsonElement file, string name) =>
        0.5
        * Math.Pow(
            10,
            -file.GetProperty("cases").EnumerateArray().Max(recorded => recorded.GetProperty(name).Decimals())
        );

    private static int Decimals(this JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Max(Decimals);
        var text = value.GetRawText();
        Assert.DoesNotContain('e', text);
        return text.Contains('.', StringComparison.Ordinal)
            ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1
            : 0;
    }
}
