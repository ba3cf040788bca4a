using System.Xml.Linq;
using AnoGan.Evaluation;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

public sealed class JUnitFileTests : IDisposable
{
    private static readonly GateOutcome[] Gates =
    [
        new(GateOutcome.Completeness, true, 0, 0, "found nothing missing"),
        new("tolerance", false, 0.25, 0.1, "found 0.25 (a<b\"&\u0001\uD83D\uDE00\uD83D'>.png)"),
        new("min-auroc", false, 0.5, 0.9, "found an AUROC of 0.5"),
    ];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Is_well_formed_whatever_characters_there_are()
    {
        JUnitFile.Write(_temp["new/j.xml"], Gates);

        XElement root = XDocument.Load(_temp["new/j.xml"]).Root!,
            suite = Assert.Single(root.Elements());
        Assert.Equal(
            ("testsuites", "testsuite", "anogan compare"),
            (root.Name.LocalName, suite.Name.LocalName, (string?)suite.Attribute("name")));
        Assert.All(
            [root, suite],
            e =>
                Assert.Equal(
                    (3, 2, 0), ((int?)e.Attribute("tests"), (int?)e.Attribute("failures"), (int?)e.Attribute("errors")))
        );
        Assert.Equal(
            ["completeness", "tolerance", "min-auroc"],
            suite.Elements("testcase").Select(e => (string?)e.Attribute("name")));
        XElement[] failures = [.. suite.Descendants("failure")];
        Assert.Equal(
            ["found 0.25 (a<b\"&\uFFFD\uD83D\uDE00\uFFFD'>.png)", "found an AUROC of 0.5"],
            failures.Select(e => (string?)e.Attribute("message")));
        Assert.Equal(
            ["tolerance: found 0.25, limit 0.1", "min-auroc: found 0.5, limit 0.9"], failures.Select(e => e.Value));
        Assert.Equal("found nothing missing", Assert.Single(suite.Descendants("system-out")).Value);
        Assert.Single(Directory.GetFileSystemEntries(_temp["new/"]));
    }

    [Fact]
    public void Is_the_same_for_equal_outcomes()
    {
        JUnitFile.Write(_temp["a.xml"], Gates);
        JUnitFile.Write(_temp["b.xml"], Gates);

        Assert.Equal(File.ReadAllBytes(_temp["a.xml"]), File.ReadAllBytes(_temp["b.xml"]));
        Assert.Equal((byte)'<', File.ReadAllBytes(_temp["a.xml"])[0]);
    }

    [Fact]
    public void Leaves_nothing_behind_when_it_cannot_be_written()
    {
        Directory.CreateDirectory(_temp["taken.xml/inside"]);

        var refusal = Assert.Throws<AnoGanException>(() => JUnitFile.Write(_temp["taken.xml"], Gates));

        Assert.StartsWith($"{_temp["taken.xml"]}: cannot be written (", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("name another file with --junit", refusal.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_temp.Path));
    }
}
