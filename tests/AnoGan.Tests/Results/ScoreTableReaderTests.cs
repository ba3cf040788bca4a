using AnoGan.Data;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class ScoreTableReaderTests : IDisposable
{
    private const string Header = "path,label,score,is_anomaly,residual,feature_distance,error";

    private readonly TempFolder _temp = new();

    private string Table => Path.Combine(_temp.Path, "scores.csv");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Reads_what_the_writer_wrote()
    {
        var numbers = new AnomalyScore
        {
            Score = 0.5, PValue = 0.25, IsAnomaly = true, Residual = 0.125, FeatureDistance = 1e-7f, ZNorm = 1.5,
        };
        Write(
            new() { File = new ImageFile("", "a,\"b\n/ä.png", "a,\"b\n"), Steps = 17, Score = numbers },
            new() { File = new ImageFile("", "bare.png", "good"), Score = new AnomalyScore { Score = -2 } },
            new()
            {
                File = new ImageFile("", "bad.png", "good"), Error = "bad.png: found nothing, expected something",
            });

        ScoreRow[] expected =
        [
            new()
            {
                Path = "a,\"b\n/ä.png",
                Label = "a,\"b\n",
                Score = 0.5,
                IsAnomaly = true,
                Residual = 0.125,
                FeatureDistance = 1e-7,
                PValue = 0.25,
                ZNorm = 1.5,
                Steps = 17,
            },
            new()
            {
                Path = "bare.png",
                Label = "good",
                Score = -2,
                Steps = 0,
            },
            new()
            {
                Path = "bad.png",
                Label = "good",
                Error = "bad.png: found nothing, expected something",
            },
        ];
        Assert.Equal(ScaleAssert.Bare(expected), ScaleAssert.Bare(ScoreTable.Stream(_temp.Path).ToArray()));
        Assert.All(ScoreTable.Stream(_temp.Path).ToArray(), row => Assert.Empty(row.Surprises));
    }

    [Fact]
    public void Reads_the_terms_back_by_column()
    {
        var score = new AnomalyScore
        {
            Score = 2,
            Term = "peakResidual",
            Surprises = new Dictionary<string, double> { ["peakResidual"] = 2.5, ["local"] = 0.125 },
        };
        Write(
            new() { File = new ImageFile("", "a.png", ""), Score = score },
            new() { File = new ImageFile("", "bare.png", ""), Score = new AnomalyScore { Score = 1 } });

        ScoreRow[] rows = ScoreTable.Stream(_temp.Path).ToArray();

        Assert.Equal(["peak_residual", null], rows.Select(row => row.Term));
        Assert.Equal(
            TableText.Surprises(("surprise_peak_residual", 2.5), ("surprise_local", 0.125)), rows[0].Surprises);
        Assert.Empty(rows[1].Surprises);
    }

    [Fact]
    public void Reads_a_table_of_the_time_before_terms()
    {
        File.WriteAllText(
            Table,
            "path,label,score,p_value,is_anomaly,residual,feature_distance,z_norm,converged,steps,seconds,error\n"
            + "a.png,good,1.5,0.25,true,0.125,3,1,true,17,0.5,\n");

        ScoreRow row = Assert.Single(ScoreTable.Stream(_temp.Path).ToArray());

        Assert.Equal((1.5, 0.25, true), (row.Score, row.PValue, row.IsAnomaly));
        Assert.Equal((0.125, 3.0, 1.0, 17), (row.Residual, row.FeatureDistance, row.ZNorm, row.Steps));
        Assert.Null(row.Term);
        Assert.Empty(row.Surprises);
    }

    [Fact]
    public void Takes_columns_by_name_and_leaves_others_alone()
    {
        File.WriteAllText(
            Table, "extra,error,feature_distance,residual,is_anomaly,score,label,path\r\nx,,,,,1e-3,good,a.png\r\n\r\n"
        );

        Assert.Equal(
            ScaleAssert.Bare([
                new ScoreRow
                {
                    Path = "a.png",
                    Label = "good",
                    Score = 0.001,
                },
            ]),
            ScaleAssert.Bare(ScoreTable.Stream(_temp.Path).ToArray()));
    }

    [Theory]
    [InlineData("path,score\na.png,1\nb.png,-2.5\n")]
    [InlineData("Score;Path\r\n1;a.png\r\n-2.5;b.png\r\n;\r\n")]
    [InlineData("path\tscore\tnote\na.png\t1\t\nb.png\t-2.5\t;;;\n")]
    public void Needs_only_paths_and_scores(string csv)
    {
        File.WriteAllText(Table, csv);

        Assert.Equal(
            ScaleAssert.Bare([
                new ScoreRow
                {
                    Path = "a.png",
                    Label = "",
                    Score = 1,
                },
                new ScoreRow
                {
                    Path = "b.png",
                    Label = "",
                    Score = -2.5,
                },
            ]),
            ScaleAssert.Bare(ScoreTable.Stream(_temp.Path).ToArray()));
    }

    [Fact]
    public void Reads_truth_as_spreadsheets_save_it()
    {
        File.WriteAllText(Table, "path,score,is_anomaly\na,1,TRUE\nb,1,False\nc,1,\n");

        Assert.Equal([true, false, null], ScoreTable.Stream(_temp.Path).Select(row => row.IsAnomaly));
    }

    [Fact]
    public void Keeps_blanks_that_are_part_of_a_name()
    {
        Write(
            new() { File = new ImageFile("", " a, b.png", " good"), Score = new AnomalyScore { Score = 1 } },
            new() { File = new ImageFile("", " a.png ", " good"), Score = new AnomalyScore { Score = 1 } });

        Assert.Equal([" a, b.png", " a.png "], ScoreTable.Stream(_temp.Path).Select(row => row.Path));
        Assert.Equal([" good", " good"], ScoreTable.Stream(_temp.Path).Select(row => row.Label));
    }

    [Theory]
    [InlineData("path,label", ": found the header 'path,label' without a column score, expected the columns path, "
        + "score; mend the header")]
    [InlineData("\n", ": found the header '' without a column path, expected the columns path, score; mend the header")]
    [InlineData(Header + ",path", ": found the header '" + Header + ",path' with 2 times the column path, expected "
        + "the columns path, score; mend the header")]
    [InlineData(Header + ",Error", ": found the header '" + Header + ",Error' with 2 times the column error, expected "
        + "it once; mend the header")]
    [InlineData(Header + "\na,good,1,,,,\nb,good,much,,,,", " line 3: found score 'much', expected a number such as "
        + "0.5; mend the line")]
    [InlineData(Header + "\na,good,NaN,,,,", " line 2: found score 'NaN', expected a number such as 0.5; mend the "
        + "line")]
    [InlineData(Header + "\na,good,1,,\"1,5\",,", " line 2: found residual '1,5', expected a number such as 0.5; mend "
        + "the line")]
    [InlineData(Header + "\na,good,1,,,1e999,", " line 2: found feature_distance '1e999', expected a number such as "
        + "0.5; mend the line")]
    [InlineData(Header + "\na,good,\"0,5\",,,,", " line 2: found score '0,5', expected a number such as 0.5; mend the "
        + "line")]
    [InlineData(Header + ",p_value\na,good,1,,,,,\"0,05\"", " line 2: found p_value '0,05', expected a number such as "
        + "0.5; mend the line")]
    [InlineData(Header + ",z_norm\na,good,1,,,,,x", " line 2: found z_norm 'x', expected a number such as 0.5; mend "
        + "the line")]
    [InlineData(Header + ",surprise_local\na,good,1,,,,,\"0,5\"", " line 2: found surprise_local '0,5', expected a "
        + "number such as 0.5; mend the line")]
    [InlineData(Header + ",steps\na,good,1,,,,,2.5", " line 2: found steps '2.5', expected a whole number such as 25; "
        + "mend the line")]
    [InlineData(Header + "\na,good,1,perhaps,,,", " line 2: found is_anomaly 'perhaps', expected true or false; mend "
        + "the line")]
    [InlineData(Header + "\na,good,,,,,", " line 2: found neither a score nor an error, expected one of them; mend "
        + "the line")]
    [InlineData(Header + "\n,good,1,,,,", " line 2: found no path, expected the image's path; mend the line")]
    [InlineData(Header + "\n\"a\nb\",good,1,,,,\na,good", " line 4: found 2 fields, expected 7 as in the header; mend "
        + "the line")]
    [InlineData(Header + "\na,good,1,,,,\na,bad,2,,,,", " line 3: found a for the second time, expected each path "
        + "once; score again, or take one of the lines out")]
    public void Names_the_line_that_is_wrong(string csv, string message)
    {
        File.WriteAllText(Table, csv);

        Assert.Equal($"{Table}{message}", Refusal(_temp.Path));
    }

    [Fact]
    public void Names_the_line_of_a_quote_that_does_not_close()
    {
        File.WriteAllText(Table, Header + "\na,good,1,,,,\n\"b,good,1,,,,\n");

        Assert.StartsWith($"{Table} line 3: is no valid CSV (", Refusal(_temp.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_table_without_images()
    {
        File.WriteAllText(Table, Header + "\n");

        Assert.Equal($"{Table}: found no images, expected a row for each; score again", Refusal(_temp.Path));
    }

    [Fact]
    public void Refuses_what_is_no_results_folder()
    {
        string file = _temp["file"], none = _temp["none"];
        File.WriteAllText(file, "x");

        Assert.Equal($"{_temp.Path}: found a folder without scores.csv, expected a results folder; make one with "
            + "`anogan score`", Refusal(_temp.Path));
        Assert.Equal($"{file}: found a file, expected a results folder; make one with `anogan score`", Refusal(file));
        Assert.Equal(
            $"{none}: found no such folder, expected a results folder; make one with `anogan score`", Refusal(none));
    }

    private void Write(params ScoredImage[] images) =>
        File.WriteAllText(Table, TableText.Of(ScoreTable.Columns, images.Select(ScoreTable.Row)));

    private static string Refusal(string folder) =>
        Assert.Throws<AnoGanException>(() => ScoreTable.Stream(folder).ToArray()).Message;
}
