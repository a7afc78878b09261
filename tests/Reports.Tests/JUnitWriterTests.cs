using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Compare.Reports;
using Compare.Results;

namespace Compare.Tests.Reports;

public sealed class JUnitWriterTests
{
    /// <summary>What build servers read in common: suites with counts, cases, failures with message and type, skips.</summary>
    private const string Schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
          <xs:attributeGroup name="counts">
            <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
          </xs:attributeGroup>
          <xs:element name="testsuites">
            <xs:complexType>
              <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
              <xs:attribute name="name" type="xs:string" use="required"/>
              <xs:attributeGroup ref="counts"/>
            </xs:complexType>
          </xs:element>
          <xs:element name="testsuite">
            <xs:complexType>
              <xs:sequence><xs:element ref="testcase" maxOccurs="unbounded"/></xs:sequence>
              <xs:attribute name="name" type="xs:string" use="required"/>
              <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
              <xs:attributeGroup ref="counts"/>
            </xs:complexType>
          </xs:element>
          <xs:element name="testcase">
            <xs:complexType>
              <xs:choice minOccurs="0">
                <xs:element name="skipped">
                  <xs:complexType><xs:attribute name="message" type="xs:string" use="required"/></xs:complexType>
                </xs:element>
                <xs:element name="failure">
                  <xs:complexType>
                    <xs:simpleContent>
                      <xs:extension base="xs:string">
                        <xs:attribute name="message" type="xs:string" use="required"/>
                        <xs:attribute name="type" type="xs:string" use="required"/>
                      </xs:extension>
                    </xs:simpleContent>
                  </xs:complexType>
                </xs:element>
              </xs:choice>
              <xs:attribute name="name" type="xs:string" use="required"/>
              <xs:attribute name="classname" type="xs:string" use="required"/>
            </xs:complexType>
          </xs:element>
        </xs:schema>
        """;

    public static TheoryData<string> Cultures => Snapshot.Cultures;

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Write_SmallReport_MatchesSnapshot(string culture) =>
        Snapshot.Matches("small.xml", culture, () => JUnitWriter.Write(Samples.Small));

    [Fact]
    public void Write_LargeReport_IsValidAndItsCountsAreRight()
    {
        var document = Parse(JUnitWriter.Write(Samples.Large));

        Validate(document);
        var root = document.Root!;
        Assert.Equal(Samples.Large.Findings.Count, Cases(root).Count());
        foreach (var suite in root.Elements("testsuite").Prepend(root))
        {
            Assert.Equal(Cases(suite).Count(), (int)suite.Attribute("tests")!);
            Assert.Equal(suite.Descendants("failure").Count(), (int)suite.Attribute("failures")!);
            if (suite != root)
                Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!);
        }
        Assert.Equal(Samples.Large.Count(Status.Disagrees), root.Descendants("failure").Count());
        Assert.Equal(
            Samples.Large.Count(Status.Vacuous) + Samples.Large.Count(Status.Undecided),
            root.Descendants("skipped").Count()
        );
    }

    [Fact]
    public void Write_CheckThatShowedNothing_IsAFailureAsInTheVerdict()
    {
        var report = Samples.Small with
        {
            Findings = [.. Samples.Small.Findings.Where(f => f.Status == Status.Vacuous)],
        };

        var document = Parse(JUnitWriter.Write(report));

        Validate(document);
        Assert.False(report.Passed);
        Assert.Equal(1, (int)document.Root!.Attribute("failures")!);
        Assert.Equal("vacuous", (string?)document.Descendants("failure").Single().Attribute("type"));
    }

    [Fact]
    public void Write_TextsThatNoXmlMayHold_AreReplaced()
    {
        const string hostile = "]]></failure><x a=\"'\">&amp; \u0000\u001b\uffff\ud83d end";
        var finding = Samples.Small.Findings[2] with
        {
            Key = FindingKey.Named(hostile, hostile),
            Location = new Location { Quantity = hostile },
            Cause = Cause.Hint(hostile),
        };

        var document = Parse(JUnitWriter.Write(Samples.Small with { Command = hostile, Findings = [finding] }));

        Validate(document);
        Assert.Equal(
            "]]></failure><x a=\"'\">&amp; \ufffd\ufffd\ufffd\ufffd end",
            (string?)document.Descendants("testcase").Single().Attribute("name")
        );
    }

    [Fact]
    public void Write_NothingCompared_IsValid() =>
        Validate(Parse(JUnitWriter.Write(new Report("check", [], [], [], []))));

    private static IEnumerable<XElement> Cases(XElement suite) => suite.Descendants("testcase");

    private static XDocument Parse(string text) => XDocument.Parse(text, LoadOptions.PreserveWhitespace);

    private static void Validate(XDocument document)
    {
        var schemas = new XmlSchemaSet();
        using var text = new StringReader(Schema);
        schemas.Add(XmlSchema.Read(XmlReader.Create(text), null)!);
        document.Validate(schemas, (_, problem) => Assert.Fail(problem.Message));
    }
}
