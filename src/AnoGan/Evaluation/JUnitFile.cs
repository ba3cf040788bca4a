using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using AnoGan.Runtime;

namespace AnoGan.Evaluation;

/// <summary>
/// Gates as JUnit XML, which CI servers show: one test suite, a test case a gate. Equal outcomes give equal files.
/// </summary>
internal static class JUnitFile
{
    private const string SuiteName = "anogan compare";

    /// <summary>Writes the file whole or not at all; one that is there is replaced.</summary>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<GateOutcome> gates)
    {
        var counts = new[]
        {
            new XAttribute("tests", gates.Count),
            new XAttribute("failures", gates.Count(gate => !gate.Passed)),
            new XAttribute("errors", 0),
        };
        var suite = new XElement("testsuite",
            new XAttribute("name", SuiteName), counts, new XAttribute("skipped", 0), gates.Select(TestCase));
        var root = new XElement("testsuites", counts, suite);
        string xml = root.ToString().ReplaceLineEndings("\n");
        WholeFile.Write(path, $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{xml}\n", "--junit");
    }

    private static XElement TestCase(GateOutcome gate) =>
        new("testcase",
            new XAttribute("classname", SuiteName.Replace(' ', '.')),
            new XAttribute("name", gate.Name),
            gate.Passed
                ? new XElement("system-out", Clean(gate.Message))
                : new XElement("failure",
                    new XAttribute("message", Clean(gate.Message)), new XAttribute("type", gate.Name), Detail(gate)));

    private static string Detail(GateOutcome gate) =>
        string.Create(CultureInfo.InvariantCulture, $"{gate.Name}: found {gate.Found}, limit {gate.Limit}");

    // XML has no way to write control characters and halves of surrogate pairs, not even escaped.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                clean.Append(text, i++, 2);
            else
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
        }

        return clean.ToString();
    }
}
