using AnoGan.Data;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class CellTextTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Formulas =>
        [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF201", "'",
            "'=1", "''x", "=", "-",
        ];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Puts_an_apostrophe_before_what_a_spreadsheet_would_run(string text)
    {
        Assert.Equal("'" + text, CellText.Write(text));
        Assert.Equal(text, CellText.Read(CellText.Write(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("good/=1.png")]
    [InlineData("a'b")]
    [InlineData("<script>")]
    public void Leaves_other_text_alone(string text)
    {
        Assert.Equal(text, CellText.Write(text));
        Assert.Equal(text, CellText.Read(text));
    }

    [Fact]
    public void Takes_off_no_apostrophe_that_it_did_not_put_there() =>
        Assert.Equal("'tis.png", CellText.Read("'tis.png"));

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Comes_back_from_the_table_of_scores(string text)
    {
        ScoredImage[] images =
        [
            new()
            {
                File = new ImageFile("", $"{text}/a.png", text),
                Score = new AnomalyScore { Score = -2.5, Residual = 0.5 },
            },
            new() { File = new ImageFile("", $"{text}/b.png", text), Error = $"{text}/b.png: bad" },
        ];
        string written = TableText.Of(ScoreTable.Columns, images.Select(ScoreTable.Row));
        File.WriteAllText(_temp["scores.csv"], written);

        Assert.Contains($"'{text}", written, StringComparison.Ordinal);
        Assert.Contains(",-2.5,", written, StringComparison.Ordinal);
        ScoreRow[] expected =
        [
            new()
            {
                Path = $"{text}/a.png",
                Label = text,
                Score = -2.5,
                Residual = 0.5,
                Steps = 0,
            },
            new()
            {
                Path = $"{text}/b.png",
                Label = text,
                Error = $"{text}/b.png: bad",
            },
        ];
        Assert.Equal(ScaleAssert.Bare(expected), ScaleAssert.Bare(ScoreTable.Stream(_temp.Path).ToArray()));
    }

    [Fact]
    public void Guards_every_text_of_every_table()
    {
        string regions = TableText.Of(
            RegionTable.Columns, RegionTable.Rows("=a.png", [new DefectRegion(1, 2, 3, 4, 5, -6, -7)]));
        var numbers = new SquareNumbers(-1.5, 1, 1, 1, 1, 3, true);
        string tiles = TableText.Of(TileTable.Columns, TileTable.Rows("-a.png", [new TileBox(0, 1, 2, 3, numbers)]));
        var failed = new ScoredImage { File = new ImageFile("", "@a.png", "+x"), Error = "=b.png: bad" };
        string scores = TableText.Of(ScoreTable.Columns, [ScoreTable.Row(failed)]);

        Assert.EndsWith("\n'=a.png,1,1,2,3,4,5,-6,-7\n", regions, StringComparison.Ordinal);
        Assert.Contains("\n'-a.png,0,1,2,3,-1.5,", tiles, StringComparison.Ordinal);
        Assert.EndsWith("\n'@a.png,'+x,,,,,,,,,,,,,,,,,,,,,,,'=b.png: bad\n", scores, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=a.png,good\n'b.png,crack\n")]
    [InlineData("'=a.png,good\n''b.png,crack\n")]
    [InlineData("'=a.png,good\n'b.png,crack\n")]
    public void Is_taken_from_files_of_labels_with_or_without_the_apostrophe(string lines)
    {
        File.WriteAllText(_temp["labels.csv"], "path,label\n" + lines);
        ScoreRow[] rows = [new() { Path = "=a.png", Label = "" }, new() { Path = "'b.png", Label = "" }];

        Assert.Equal(["good", "crack"], LabelFile.Apply(_temp["labels.csv"], rows, "results").Select(row => row.Label));
    }

    [Fact]
    public void Of_two_names_that_differ_in_the_apostrophe_alone_takes_the_guarded_reading()
    {
        File.WriteAllText(_temp["labels.csv"], "path,label\n'=a.png,good\n''=a.png,=crack\n");
        ScoreRow[] rows = [new() { Path = "=a.png", Label = "" }, new() { Path = "'=a.png", Label = "" }];

        Assert.Equal(
            ["good", "=crack"], LabelFile.Apply(_temp["labels.csv"], rows, "results").Select(row => row.Label));
    }
}
