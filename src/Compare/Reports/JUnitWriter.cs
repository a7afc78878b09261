using System.Text;
using System.Xml;
using Compare.Results;

namespace Compare.Reports;

/// <summary>
/// Writes the findings as JUnit's XML, so that a build server shows each as a test: what disagrees is a failure, what could not have
/// failed was skipped, the rest passed.
/// </summary>
public static class JUnitWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        NewLineChars = "\n",
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>One testsuite per check, one testcase per finding, named by its id, so that a server recognises it in the next run.</returns>
    public static string Write(Report report)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
            Write(xml, report);
        stream.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(XmlWriter xml, Report report)
    {
        var checks = report.Findings.GroupBy(finding => finding.Check).ToList();
        xml.WriteStartElement("testsuites");
        Attribute(xml, "name", $"compare {report.Command}");
        Attribute(xml, "tests", Numbers.Text((long)report.Findings.Count));
        Attribute(
            xml,
            "failures",
            Numbers.Text((long)checks.Sum(check => check.Count(finding => Fails(finding, Shows([.. check])))))
        );
        Attribute(xml, "errors", "0");
        foreach (var check in checks)
            Write(xml, check.Key, [.. check]);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string check, IReadOnlyList<Finding> findings)
    {
        var shows = Shows(findings);
        var failures = findings.Count(finding => Fails(finding, shows));
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", check);
        Attribute(xml, "tests", Numbers.Text((long)findings.Count));
        Attribute(xml, "failures", Numbers.Text((long)failures));
        Attribute(xml, "errors", "0");
        Attribute(xml, "skipped", Numbers.Text((long)findings.Count(finding => IsOpen(finding) && shows)));
        foreach (var finding in findings)
            Write(xml, finding, shows);
        xml.WriteEndElement();
    }

    /// <summary>Whether a check says anything at all.</summary>
    private static bool Shows(IReadOnlyList<Finding> check) => check.Any(finding => !IsOpen(finding));

    /// <summary>Whether a finding says nothing about what was compared.</summary>
    private static bool IsOpen(Finding finding) => finding.Status is Status.Vacuous or Status.Undecided;

    /// <summary>A check with nothing but findings that say nothing has shown nothing, and fails.</summary>
    private static bool Fails(Finding finding, bool shows) =>
        finding.Status == Status.Disagrees || (IsOpen(finding) && !shows);

    private static void Write(XmlWriter xml, Finding finding, bool shows)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "name", finding.Id);
        Attribute(xml, "classname", finding.Check);
        if (Fails(finding, shows) || IsOpen(finding))
        {
            var isSkipped = !Fails(finding, shows);
            xml.WriteStartElement(isSkipped ? "skipped" : "failure");
            Attribute(xml, "message", finding.Cause?.ToString() ?? StatusWords.Meaning(finding.Status));
            if (!isSkipped)
            {
                Attribute(xml, "type", StatusWords.Name(finding.Status));
                xml.WriteString(WellFormed(Details(finding)));
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static string Details(Finding finding)
    {
        var lines = new List<string> { Printable.OneLine(finding.Subject) };
        if (finding.Ratio is not null)
            lines.Add(
                $"error {Numbers.Text(finding.Error)}, bound {Numbers.Text(finding.Bound)}, ratio {Numbers.Text(finding.Ratio)}"
            );
        foreach (
            var (term, text) in new[] { ("where", finding.Location?.ToString()), ("note", FindingWords.Notes(finding)) }
        )
            if (!string.IsNullOrEmpty(text))
                lines.Add($"{term}: {Printable.OneLine(text)}");
        return string.Join('\n', lines);
    }

    private static void Attribute(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, WellFormed(value));

    /// <summary>What no XML may hold is U+FFFD.</summary>
    private static string WellFormed(string text)
    {
        var allowed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            allowed.Append(
                rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value)
                    ? Rune.ReplacementChar.ToString()
                    : rune.ToString()
            );
        return allowed.ToString();
    }
}
