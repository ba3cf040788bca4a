using AnoGan.Evaluation;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

public sealed class CompareRunTests : IDisposable
{
    private const string Header = "path,label,score,is_anomaly,residual,feature_distance,error\n";
    private const string Rows = "x/a.jpg,x,3,true,,,\ny/b.jpg,y,1,false,,,\n";

    private readonly TempFolder _temp = new();
    private readonly List<string> _warnings = [];

    private string Old => Path.Combine(_temp.Path, "old");

    private string New => Path.Combine(_temp.Path, "new");

    private CompareRequest Request => new() { Baseline = Old, New = New };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Takes_folders_and_files_of_any_name()
    {
        WriteResults("old", Rows);
        File.WriteAllText(_temp["kept/baseline of May.csv"], Header + Rows);

        Assert.True(Execute(new() { Baseline = _temp["kept/baseline of May.csv"], New = Old }).Identical);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Takes_labels_of_both_from_a_file()
    {
        WriteResults("old", Rows);
        WriteResults("new", Rows.Replace("x/a.jpg,x,3", "x/a.jpg,z,0", StringComparison.Ordinal) + "y/c.jpg,y,2,,,,\n");
        File.WriteAllText(_temp["labels.csv"], "path,label\nx/a.jpg,crack\ny/b.jpg,good\ny/c.jpg,good\n");

        Assert.Equal(new AurocChange("good", 1, 1, 1, 0), Execute(Request with { Labels = _temp["labels.csv"] }).Auroc);
        Assert.Null(Execute(Request).Auroc);
    }

    [Fact]
    public void Writes_both_files_when_a_gate_fails_and_none_when_one_cannot_be_applied()
    {
        WriteResults("old", Rows);
        WriteResults("new", Rows.Replace("3", "3.5", StringComparison.Ordinal));
        CompareRequest request = Request with { Json = _temp["out/c.json"], JUnit = _temp["out/j.xml"] };

        Assert.Throws<AnoGanException>(() => Execute(request with { Gates = new() { MinAuroc = 0 } }));
        Assert.Empty(Directory.GetFileSystemEntries(_temp["out/"]));

        Assert.False(Execute(request with { Gates = new() { Tolerance = 0.25 } }).Passed);
        Assert.Equal(2, Directory.GetFileSystemEntries(_temp["out/"]).Length);
    }

    [Fact]
    public void Pairs_images_whose_names_an_archive_wrote_with_other_characters()
    {
        File.WriteAllText(_temp["old.csv"], "path,score\nx/\u00FC.jpg,3\ny/b.jpg,1\n");
        File.WriteAllText(_temp["new.csv"], "path;score\nx/u\u0308.jpg;3\ny\\b.jpg;1\n");
        File.WriteAllText(_temp["labels.csv"], "path,label\nx/\u00FC.jpg,crack\ny/b.jpg,good\n");

        RunComparison comparison = Execute(
            new()
            {
                Baseline = _temp["old.csv"],
                New = _temp["new.csv"],
                Labels = _temp["labels.csv"],
                Gates = new() { Tolerance = 0, MinAuroc = 1 },
            }
        );

        Assert.True(comparison.Identical && comparison.Passed);
        Assert.Equal(2, comparison.ComparedImages);
    }

    [Fact]
    public void Pairs_labels_whose_letters_are_composed_otherwise()
    {
        File.WriteAllText(_temp["old.csv"], "path,label,score\na,Bru\u0308che,3\nb,scho\u0308n,1\n");
        File.WriteAllText(_temp["new.csv"], "path,label,score\na,Br\u00FCche,3\nb,sch\u00F6n ,1\n");

        Assert.Equal(
            new AurocChange("sch\u00F6n", 1, 1, 1, 1),
            Execute(
                new()
                {
                    Baseline = _temp["old.csv"],
                    New = _temp["new.csv"],
                    NormalLabel = "scho\u0308n",
                }
            ).Auroc);
    }

    [Fact]
    public void Refuses_a_gate_whose_column_is_missing_and_applies_the_others()
    {
        WriteResults("old", Rows);
        string table = _temp["new.csv"];
        File.WriteAllText(table, "path,score\nx/a.jpg,3\ny/b.jpg,1\n");
        File.WriteAllText(_temp["labels.csv"], "path,label\nx/a.jpg,crack\ny/b.jpg,good\n");
        CompareRequest request = new() { Baseline = Old, New = table };

        Assert.True(Execute(request with { Gates = new() { Tolerance = 0 } }).Passed);
        Assert.True(
            Execute(
                request with
                {
                    Gates = new() { MinAuroc = 1, MaxAurocDrop = 0 },
                    Labels = _temp["labels.csv"],
                }
            ).Passed);
        Assert.Equal(
            $"MaxFlips: found no column is_anomaly in {table}, expected one with true or false for each "
                + "image; add it, or leave the gate away",
            Refusal(request with { Gates = new() { MaxFlips = 9 } }));
        Assert.Equal(
            $"MinAuroc: found no column label in {table}, expected one; add it, give --labels, or leave "
                + "the gate away",
            Refusal(request with { Gates = new() { MinAuroc = 0 } }));
        Assert.StartsWith(
            $"MaxAurocDrop: found no column label in {table}, ",
            Refusal(
                new()
                {
                    Baseline = table,
                    New = Old,
                    Gates = new() { MaxAurocDrop = 1 },
                }
            ),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_labels_that_differ_in_case()
    {
        WriteResults("old", "x/a.jpg,good,3,,,,\ny/b.jpg,Good,1,,,,\n");
        WriteResults("new", "x/a.jpg,good,3,,,,\ny/b.jpg,Good,1,,,,\n");

        Execute(Request);

        Assert.Equal([$"{New}: found the labels Good and good, which count as different; write them alike if they "
            + "mean the same"], _warnings);
    }

    [Theory]
    [InlineData(
        """ "method": "pca" """, "was scored by pca, the baseline by anogan; changes of scores mean nothing")]
    [InlineData(
        """ "modelHash": "b" """,
        "was scored with another model than the baseline; changes of scores mean little, score both with one model")]
    [InlineData(
        """ "modelHash": "a", "search": { "steps": 6 } """,
        "was scored with other search options than the baseline; changes of scores mean little, score both with the "
            + "same")]
    [InlineData(
        """ "modelHash": "a", "threads": 2 """,
        "was scored with 2 threads, the baseline with 1; last digits may differ, give both the same --threads")]
    [InlineData(
        """ "modelHash": "a", "search": { "steps": 5, "batch": 32, "precision": "Fp32" } """,
        "was scored with --batch 32, the baseline with --batch 64; digits may differ, give both the same")]
    [InlineData(
        """ "modelHash": "a", "search": { "steps": 5, "batch": 64, "precision": "Bf16" } """,
        "was scored with --precision bf16, the baseline with --precision fp32; digits may differ, give both the same")]
    public void Warns_of_runs_that_were_made_otherwise(string manifest, string warning)
    {
        string method = manifest.Contains("method", StringComparison.Ordinal) ? "" : """ "method": "anogan", """;
        WriteResults(
            "old", Rows,
            """{ "format": "anogan-run", "method": "anogan", "modelHash": "a", "threads": 1, """
                + """ "search": { "steps": 5, "batch": 64, "precision": "Fp32" } }""");
        manifest = $$"""{ "format": "anogan-run", {{method}} {{manifest}} }""";
        WriteResults("new", Rows, manifest);

        Execute(Request);

        Assert.Equal([$"{New}: {warning}"], _warnings);
    }

    [Fact]
    public void Warns_of_a_run_compared_with_itself()
    {
        WriteResults("old", Rows);

        Execute(new() { Baseline = Old, New = _temp["old/scores.csv"] });

        Assert.Equal([$"{_temp["old/scores.csv"]}: is the baseline itself; nothing can differ"], _warnings);
    }

    [Fact]
    public void Refuses_to_overwrite_what_is_compared()
    {
        WriteResults("old", Rows);
        WriteResults("new", Rows);
        string table = _temp["old/scores.csv"];

        Assert.Equal(
            $"{table}: is compared, so it is not overwritten; name another file with --json or --junit",
            Refusal(Request with { Json = table }));
        Assert.Equal(Header + Rows, File.ReadAllText(table));
    }

    [Theory]
    [InlineData("new/scores.csv")]
    [InlineData("old/run.json")]
    [InlineData("new/report.html")]
    [InlineData("new/maps/a.json")]
    [InlineData("link/scores.csv")]
    public void Refuses_to_overwrite_anything_that_a_run_wrote_by_whatever_way(string target)
    {
        WriteResults("old", Rows, """{ "format": "anogan-run" }""");
        WriteResults("new", Rows);
        if (!OperatingSystem.IsWindows())
            Directory.CreateSymbolicLink(_temp["link"], "old");
        string path = Path.Combine(_temp.Path, target);

        Assert.Equal(
            $"{path}: is compared, so it is not overwritten; name another file with --json or --junit",
            Refusal(Request with { Json = path }));
        Assert.Equal(Header + Rows, File.ReadAllText(_temp["old/scores.csv"]));
        Assert.Equal("""{ "format": "anogan-run" }""", File.ReadAllText(_temp["old/run.json"]));
        Execute(Request with { Json = _temp["new/comparison.json"] });
    }

    [Fact]
    public void Refuses_what_holds_no_scores()
    {
        WriteResults("old", Rows);
        string empty = _temp["empty/"], torn = _temp["torn.csv"];
        File.WriteAllText(torn, "path,label\n");

        Assert.Equal(
            $"{New}: found no such file or folder, expected a scores.csv or a results folder; make one with "
                + "`anogan score`",
            Refusal(Request));
        Assert.Equal(
            $"{empty}: found a folder without scores.csv, expected a results folder; make one with `anogan " + "score`",
            Refusal(Request with { New = empty }));
        Assert.StartsWith(
            $"{torn}: found the header 'path,label' without a column score, ", Refusal(Request with { New = torn }),
            StringComparison.Ordinal);
    }

    private void WriteResults(string folder, string rows, string? manifest = null)
    {
        File.WriteAllText(_temp[$"{folder}/scores.csv"], Header + rows);
        if (manifest is not null)
            File.WriteAllText(_temp[$"{folder}/run.json"], manifest);
    }

    private RunComparison Execute(CompareRequest request) =>
        CompareRun.Execute(request, new RunEvents { Warning = _warnings.Add });

    private string Refusal(CompareRequest request) => Assert.Throws<AnoGanException>(() => Execute(request)).Message;
}
