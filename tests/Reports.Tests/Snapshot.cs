using System.Globalization;
using Compare.Tests.Support;

namespace Compare.Tests.Reports;

/// <summary>Compares what a writer wrote with a file that somebody has read and found right.</summary>
internal static class Snapshot
{
    /// <summary>Cultures that write numbers differently.</summary>
    public static TheoryData<string> Cultures => ["", "de-DE", "ru-RU"];

    /// <summary>Runs a writer under a culture and compares its text with <c>Expected/NAME</c>.</summary>
    /// <param name="name">File name.</param>
    /// <param name="culture">Name of the culture; empty for the invariant one.</param>
    /// <param name="write">The writer.</param>
    public static void Matches(string name, string culture, Func<string> write)
    {
        var before = CultureInfo.CurrentCulture;
        string actual;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            actual = write();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        var expected = Path.Combine(Folder, name);
        if (File.Exists(expected) && File.ReadAllText(expected) == actual)
            return;
        var received = Path.Combine(AppContext.BaseDirectory, $"received-{name}");
        File.WriteAllText(received, actual);
        Assert.Fail($"{expected} differs from {received}; if that one is right, let it take the place of the first.");
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "Reports.Tests", "Expected");
}
