using AnoGan.Evaluation;
using AnoGan.Reporting;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Reporting;

public sealed class LabelFileTests : IDisposable
{
    private static readonly ScoreRow[] Rows = [new() { Path = "x/a.png", Label = "x", Score = 1 }, new() { Path = "x/b.png", Label = "x" }];

    private readonly TempFolder _temp = new();

    private string Labels => Path.Combine(_temp.Path, "labels.csv");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("path,label\nx/b.png,crack\nx/a.png,good\n")]
    [InlineData("\ufefflabel,note,path\r\ncrack,,x/b.png\r\n\r\ngood,,\"x/a.png\"")]
    public void Takes_the_place_of_folder_names(string csv)
    {
        File.WriteAllText(Labels, csv);

        IReadOnlyList<ScoreRow> labelled = LabelFile.Apply(Labels, Rows, "results/scores.csv");

        Assert.Equal([Rows[0] with { Label = "good" }, Rows[1] with { Label = "crack" }], labelled);
    }

    [Theory]
    [InlineData("x/a.png,good\nx/b.png,crack", " line 1: found no column path, expected a header with path,label; mend the header")]
    [InlineData("path;label\nx/a.png;good", " line 1: found no column path, expected a header with path,label; mend the header")]
    [InlineData("path,label\nx/a.png,good\nx/c.png,good", " line 3: found path 'x/c.png', expected a path of results/scores.csv; mend the path or take the line out")]
    [InlineData("path,label\nx\\a.png,good", " line 2: found path 'x\\a.png', expected a path of results/scores.csv; write paths with forward slashes")]
    [InlineData("path,label\nx/a.png,", " line 2: found no label for x/a.png, expected one; mend the line")]
    [InlineData("path,label\nx/a.png", " line 2: found 1 fields, expected 2 as in the header; mend the line")]
    [InlineData("path,label\nx/a.png,good\nx/a.png,good", " line 3: found x/a.png for the second time, expected each path once; take one of the lines out")]
    [InlineData("path,label\nx/a.png,good", ": found no label for x/b.png, expected one for each of the 2 images of results/scores.csv; add a line for it")]
    public void Names_what_is_wrong(string csv, string message)
    {
        File.WriteAllText(Labels, csv);

        Assert.Equal(Labels + message, Refusal());
    }

    [Fact]
    public void Refuses_a_file_that_cannot_be_read() =>
        Assert.StartsWith($"{Labels}: cannot be read (", Refusal(), StringComparison.Ordinal);

    private string Refusal() => Assert.Throws<AnoGanException>(() => LabelFile.Apply(Labels, Rows, "results/scores.csv")).Message;
}
