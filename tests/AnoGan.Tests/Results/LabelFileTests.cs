using System.Text;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class LabelFileTests : IDisposable
{
    private static readonly ScoreRow[] Rows =
    [
        new()
        {
            Path = "x/a.png",
            Label = "x",
            Score = 1,
        },
        new() { Path = "x/b.png", Label = "x" },
    ];

    private readonly TempFolder _temp = new();

    private string Labels => Path.Combine(_temp.Path, "labels.csv");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("path,label\nx/b.png,crack\nx/a.png,good\n")]
    [InlineData("\ufefflabel,note,path\r\ncrack,,x/b.png\r\n\r\ngood,,\"x/a.png\"")]
    [InlineData("path;label\nx/b.png;crack\nx/a.png;good\n")]
    [InlineData("path\tlabel\nx/b.png\tcrack\nx/a.png\tgood\n")]
    [InlineData("sep=;\r\npath;label\r\nx/b.png;crack\r\nx/a.png;good\r\n")]
    [InlineData(" Path , \"LABEL\" \nx/b.png, crack\n x/a.png , \"good\" \n,\n")]
    [InlineData("path,label\nx\\b.png,crack\n./x/a.png,good\n")]
    [InlineData("label;a;b;c;path\ncrack;,;,;,;x/b.png\ngood;,;,;,;x/a.png\n")]
    public void Takes_the_place_of_folder_names(string csv)
    {
        File.WriteAllText(Labels, csv);

        IReadOnlyList<ScoreRow> labelled = LabelFile.Apply(Labels, Rows, "results/scores.csv");

        Assert.Equal([Rows[0] with { Label = "good" }, Rows[1] with { Label = "crack" }], labelled);
    }

    [Theory]
    [InlineData("x/a.png,good\nx/b.png,crack", ": found the header 'x/a.png,good' without a column path, expected the "
        + "columns path, label; mend the header")]
    [InlineData("file;label\nx/a.png;good", ": found the header 'file;label' without a column path, expected the "
        + "columns path, label; mend the header")]
    [InlineData("path;class\nx/a.png;good", ": found the header 'path;class' without a column label, expected the "
        + "columns path, label; mend the header")]
    [InlineData("path|label\nx/a.png|good", ": found the header 'path|label' without a column path, expected the "
        + "columns path, label; mend the header")]
    [InlineData("path,Label,LABEL\nx/a.png,good,bad", ": found the header 'path,Label,LABEL' with 2 times the column "
        + "label, expected the columns path, label; mend the header")]
    [InlineData("path,label\nx/a.png,good\nx/c.png,good", " line 3: found path 'x/c.png', expected a path of "
        + "results/scores.csv; mend the path or take the line out")]
    [InlineData("path,label\nx/a.png,", " line 2: found no label for x/a.png, expected one; mend the line")]
    [InlineData("path,label\nx/a.png", " line 2: found 1 fields, expected 2 as in the header; mend the line")]
    [InlineData("path,label\nx/a.png,good\nx/a.png,good", " line 3: found x/a.png for the second time, expected each "
        + "path once; take one of the lines out")]
    [InlineData("path,label\nx/a.png,good", ": found no label for x/b.png, expected one for each of the 2 images of "
        + "results/scores.csv; add a line for it")]
    public void Names_what_is_wrong(string csv, string message)
    {
        File.WriteAllText(Labels, csv);

        Assert.Equal(Labels + message, Refusal());
    }

    [Theory]
    [InlineData("utf-16", "\t")]
    [InlineData("utf-16BE", ";")]
    [InlineData("utf-8", ";")]
    public void Takes_what_a_spreadsheet_saves(string encoding, string separator)
    {
        ScoreRow[] rows = [new() { Path = "x/\u00FC.png", Label = "x" }, new() { Path = "x/b.png", Label = "x" }];
        File.WriteAllText(
            Labels,
            $"path,label\r\nx/\u00FC.png,gut\r\nx/b.png,Bru\u0308che\r\n".Replace(
                ",", separator, StringComparison.Ordinal),
            Encoding.GetEncoding(encoding));
        Assert.True(encoding == "utf-8" || File.ReadAllBytes(Labels)[0] is 0xFF or 0xFE);

        Assert.Equal(["gut", "Br\u00FCche"], LabelFile.Apply(Labels, rows, "scores.csv").Select(row => row.Label));
    }

    [Fact]
    public void Matches_names_that_an_archive_of_another_system_wrote_with_other_characters()
    {
        ScoreRow[] rows = [new() { Path = "x/u\u0308.png", Label = "x" }, new() { Path = "x/b.png", Label = "x" }];
        File.WriteAllText(Labels, "path,label\nx/\u00FC.png,crack\nx/b.png,good\n");

        Assert.Equal(["crack", "good"], LabelFile.Apply(Labels, rows, "scores.csv").Select(row => row.Label));

        File.WriteAllText(Labels, "path,label\nx/\u00FC.png,crack\nx/u\u0308.png,good\n");
        Assert.EndsWith("line 3: found x/u\u0308.png for the second time, expected each path once; take one of the "
            + "lines out", Refusal(rows), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path,label\nx/a.png,good\nx/\u00FC.png,crack\n", "iso-8859-1", " line 3: ")]
    [InlineData("path,\u00FC,label\nx/a.png,,good\n", "iso-8859-1", ": ")]
    [InlineData("path,label\nx/a.png,good\n", "utf-16LE without a mark", ": ")]
    public void Refuses_other_encodings_rather_than_guess(string csv, string encoding, string place)
    {
        byte[] bytes = encoding.StartsWith("utf", StringComparison.Ordinal)
            ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false).GetBytes(csv)
            : Encoding.Latin1.GetBytes(csv);
        File.WriteAllBytes(Labels, bytes);

        Assert.Equal($"{Labels}{place}found text in another encoding, expected UTF-8, or UTF-16 with a byte order "
            + "mark; save the table as CSV in UTF-8", Refusal());
    }

    [Fact]
    public void Refuses_utf_16_that_ends_in_the_middle_of_a_letter()
    {
        File.WriteAllBytes(
            Labels, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("path,label\nx/b.png,crack\nx/a.png,goo"), (byte)'d']);

        Assert.Contains(" line 3: found text in another encoding, ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_cannot_be_read() =>
        Assert.StartsWith($"{Labels}: cannot be read (", Refusal(), StringComparison.Ordinal);

    private string Refusal(ScoreRow[]? rows = null) =>
        Assert.Throws<AnoGanException>(() => LabelFile.Apply(Labels, rows ?? Rows, "results/scores.csv")).Message;
}
