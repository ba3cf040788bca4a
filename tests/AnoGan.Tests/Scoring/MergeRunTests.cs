using System.Security.Cryptography;
using AnoGan.Data;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

/// <summary>The same for a model of patches, whose tiles have a table of their own.</summary>
[Collection(TensorTests.Name)]
public sealed class MergeTilesTests(TrainedPatchModelFixture trained) : IClassFixture<TrainedPatchModelFixture>
{
    [Fact]
    public void Tiles_and_regions_are_merged_in_their_order()
    {
        using var temp = new TempFolder();
        TinyRuns.DrawWide(temp["test/fine"], 5, firstSeed: 500);
        TinyRuns.DrawWide(temp["test/other"], 4, firstSeed: 600);
        ScoreRequest score = TinyRuns.Score(temp["test"], trained.Model, temp["one"]) with
        {
            FindsDefects = true, MinArea = 1, FalsePositiveRate = 0.5, WritesTiles = true, NormalLabel = "fine",
        };
        TinyRuns.Run(score);
        string[] shards = [temp["a"], temp["b"], temp["c"], temp["d"]];
        foreach ((int i, string shard) in shards.Index())
            TinyRuns.Run(score with { Shard = new Shard(i + 1, shards.Length), Out = shard });

        MergeRun.Execute(
            new MergeRequest { Shards = shards, Out = temp["merged"] }, new RunEvents(),
            TestContext.Current.CancellationToken);

        Assert.Equal(ResultsContents.Of(temp["one"]), ResultsContents.Of(temp["merged"]));
        Assert.True(File.ReadAllLines(temp["merged/tiles.csv"]).Length > 100);
        Assert.True(File.ReadAllLines(temp["merged/regions.csv"]).Length > 1);
    }
}

/// <summary>Shards that are merged are what one run makes, to the last byte but for times.</summary>
[Collection(TensorTests.Name)]
public sealed class MergeRunTests : IClassFixture<TrainedModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RecordedEvents _told = new();
    private readonly string _model;

    public MergeRunTests(TrainedModelFixture trained)
    {
        _model = trained.Model;
        TinyRuns.Draw(_temp["test/good"], 60, firstSeed: 100);
        TinyRuns.Draw(_temp["test/dent"], 12, size: 12, firstSeed: 200);
        TinyRuns.Draw(_temp["test/=odd \"name\""], 2, size: 40, firstSeed: 300); // of quite another size
        File.WriteAllText(_temp["test/dent/broken.png"], "no picture");
        byte[] scan = TinyTiff.Of([.. Enumerable.Range(0, 12).Select(i => new TinyTiff.Page(8, Levels(i)))]);
        File.WriteAllBytes(_temp["test/good/scan.tif"], scan);
        File.WriteAllBytes(_temp["test/good/scan.tif.png"], File.ReadAllBytes(_temp["test/good/000.png"]));
    }

    private ScoreRequest Score => TinyRuns.Score(_temp["test"], _model, _temp["one"]) with
    {
        FindsDefects = true, MinArea = 1, AdjustSearch = search => search with { Batch = 16 },
    };

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(1, PageMode.First)]
    [InlineData(2, PageMode.All)]
    [InlineData(3, PageMode.First)]
    [InlineData(7, PageMode.All)]
    public void Is_equal_to_one_run_to_the_last_byte(int count, PageMode pages)
    {
        ScoreRequest score = Score with { Pages = pages };
        ScoreSummary one = Execute(score);
        IReadOnlyList<string> warnings = one.Manifest.Warnings;
        string[] told = [.. _told.Warnings.Where(line => !line.StartsWith("skipped", StringComparison.Ordinal))];
        string[] shards = ScoreShards(score, count);

        ScoreSummary merged = Merge(shards);

        Assert.Equal(ResultsContents.Of(_temp["one"]), ResultsContents.Of(_temp["merged"]));
        Assert.Equal(
            one.ReadRows().Select(row => (row.Path, row.Label)),
            merged.ReadRows().Select(row => (row.Path, row.Label)));
        Assert.Equal(one.ReadRows().Select(Float), merged.ReadRows().Select(Float));
        Assert.Equal(warnings, merged.Manifest.Warnings);
        Assert.Equal(warnings.Order(), told.Order());
        Assert.Contains(warnings, warning => warning.StartsWith("2 of ", StringComparison.Ordinal));
        Assert.Equal(pages == PageMode.First, warnings.Any(line => line.StartsWith("1 file contains 12 pages",
            StringComparison.Ordinal)));

        static (float?, bool?) Float(ScoreSummary.Row row) => ((float?)row.Score?.Score, row.Score?.IsAnomaly);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void So_are_scores_without_pictures_and_pictures_without_a_report(bool writesPictures)
    {
        ScoreRequest score = Score with
        {
            WritesPictures = writesPictures, WritesReport = !writesPictures, FindsDefects = false,
            WritesFullPictures = writesPictures,
        };
        Execute(score);

        Merge(ScoreShards(score, 3));

        Assert.Equal(ResultsContents.Of(_temp["one"]), ResultsContents.Of(_temp["merged"]));
    }

    [Fact]
    public void Shards_may_be_without_a_picture_or_without_a_score()
    {
        foreach (string path in Directory.GetFiles(_temp["test/good"]).Concat(Directory.GetFiles(_temp["test/dent"])))
        {
            if (Path.GetFileName(path) is not ("000.png" or "broken.png"))
                File.Delete(path);
        }

        Execute(Score);
        string[] shards = ScoreShards(Score, 9);

        Merge(shards);

        Assert.Equal(ResultsContents.Of(_temp["one"]), ResultsContents.Of(_temp["merged"]));
        Assert.Contains(shards, shard => File.ReadAllLines(Path.Combine(shard, "scores.csv")).Length == 1);
        ScoreRequest empty = Score with
        {
            Resume = true, Shard = Shard.Parse(Path.GetFileName(shards.First(IsEmpty)).Replace('-', '/')),
            Out = shards.First(IsEmpty),
        };
        Assert.Empty(Execute(empty).ReadRows());

        bool IsEmpty(string shard) => File.ReadAllLines(Path.Combine(shard, "scores.csv")).Length == 1;
    }

    [Fact]
    public void A_shard_that_is_stopped_goes_on_and_keeps_to_its_share()
    {
        Execute(Score);
        string[] shards = ScoreShards(Score, 2);
        Directory.Delete(shards[0], recursive: true);
        ScoreRequest first = Score with
        {
            Shard = new Shard(1, 2), Out = shards[0], Resume = true,
        };
        using var source = new CancellationTokenSource();
        Assert.Throws<RunStoppedException>(() => ScoreRun.Execute(
            first, TinyRuns.Now, new RunEvents { Images = (_, _) => source.Cancel() }, source.Token));

        Assert.Equal(
            $"{shards[0]}: found an interrupted scoring, expected the results of one shard, made by `anogan score "
                + "--shard`; finish it with --resume",
            Refusal(shards));
        Assert.Contains(
            "the interrupted scoring cannot go on: --shard 2/2 where it was 1/2;",
            Assert.Throws<AnoGanException>(() => Execute(first with { Shard = new Shard(2, 2) })).Message,
            StringComparison.Ordinal);
        Execute(first);
        Merge(shards);

        Assert.Equal(ResultsContents.Of(_temp["one"]), ResultsContents.Of(_temp["merged"]));
    }

    [Fact]
    public void Missing_shards_are_named_and_where_they_may_be_the_results_say_so()
    {
        string[] shards = ScoreShards(Score, 5);

        Assert.Equal(
            "Shards: found 3 of 5 shards, expected 2/5, 4/5 too; score them, or give --partial to merge what is there",
            Refusal([shards[4], shards[0], shards[2]]));
        ScoreSummary merged = Merge([shards[4], shards[0], shards[2]], partial: true);

        Assert.Equal(["2/5", "4/5"], merged.Manifest.MissingShards);
        string warning = $"2 shards of 5 missing (2/5, 4/5): {merged.Images} images of 77 files are here";
        Assert.Equal(warning, merged.Manifest.Warnings[^1]);
        Assert.Contains(warning, File.ReadAllText(_temp["merged/report.html"]), StringComparison.Ordinal);
        Assert.Contains("\"missingShards\": [", File.ReadAllText(_temp["merged/run.json"]), StringComparison.Ordinal);
        Assert.Equal(
            new[] { 0, 2, 4 }.Sum(i => File.ReadAllLines(Path.Combine(shards[i], "scores.csv")).Length - 1),
            merged.Images);
        Assert.Equal(
            $"{_temp["merged"]}: found results that were merged, expected the results of one shard, made by `anogan "
                + "score --shard`; leave it out",
            Refusal([_temp["merged"], shards[1], shards[3]], _temp["again"]));
    }

    [Fact]
    public void What_does_not_belong_together_is_refused_and_nothing_is_written()
    {
        string[] shards = ScoreShards(Score, 2);
        Execute(Score);
        string other = _temp["other"];

        AssertRefused([shards[0], shards[1], shards[0] + "/"], $"{shards[0]}/: found shard 1/2, which {shards[0]} is "
            + "too, expected each once; leave one of them out");
        AssertRefused([shards[0], _temp["one"]], $"{_temp["one"]}: found the results of a whole run, expected the "
            + "results of one shard, made by `anogan score --shard`; leave it out");
        AssertRefused([shards[0], _temp["nowhere"]], $"{_temp["nowhere"]}: found no such folder, expected the results "
            + "of one shard, made by `anogan score --shard`; check the path");
        AssertRefused([shards[0], _temp["test"]], $"{_temp["test"]}: found a folder without run.json, expected the "
            + "results of one shard, made by `anogan score --shard`; name others");
        AssertRefused([shards[0], _temp["test/good/000.png"]], $"{_temp["test/good/000.png"]}: found a file, expected "
            + "the results of one shard, made by `anogan score --shard`; name its folder");

        Execute(Score with { Shard = new Shard(2, 2), Out = other, MinArea = 2, Overwrite = true });
        AssertAnother("--min-area 2 where it was 1");
        Execute(Score with { Shard = new Shard(2, 3), Out = other, Overwrite = true });
        AssertAnother("it is one of 3 shards where there were 2");
    }

    [Theory]
    [InlineData("scores.csv")]
    [InlineData("regions.csv")]
    public void A_table_with_other_bytes_than_were_written_is_refused(string name)
    {
        string[] shards = ScoreShards(Score, 2);
        string table = Path.Combine(shards[1], name);
        byte[] bytes = File.ReadAllBytes(table);

        File.WriteAllBytes(table, bytes[..^1]);
        AssertRefused(shards, $"{table}: found other bytes than were written (the SHA-256 is not that in run.json); "
            + "score this shard again with --overwrite");
        File.Delete(table);
        AssertRefused(shards, $"{table}: found no such file, expected what was written; score this shard again with "
            + "--overwrite");
    }

    [Fact]
    public void A_picture_that_is_missing_is_refused()
    {
        string[] shards = ScoreShards(Score, 2);
        string map = Directory.GetFiles(Path.Combine(shards[1], "maps", "good")).Order(StringComparer.Ordinal).First();
        File.Delete(map);

        string path = "good/" + Path.GetFileNameWithoutExtension(map);
        AssertRefused(shards, $"{map}: found no such picture, expected that of {path}; score this shard again with "
            + "--overwrite");
    }

    // Whoever wrote a table and its hash: nothing leaves the folder that is made.
    [Theory]
    [InlineData("../../away.png")]
    [InlineData("/tmp/away.png")]
    [InlineData("good/../../../away.png")]
    public void A_path_that_leads_away_is_refused(string away)
    {
        string[] shards = ScoreShards(Score, 1);
        string table = Path.Combine(shards[0], "scores.csv"), run = Path.Combine(shards[0], "run.json");
        string before = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(table)));
        string[] lines = File.ReadAllLines(table);
        Assert.StartsWith("dent/", lines[4], StringComparison.Ordinal);
        lines[4] = away + lines[4][lines[4].IndexOf(',', StringComparison.Ordinal)..];
        File.WriteAllText(table, string.Join('\n', lines) + "\n");
        string after = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(table)));
        File.WriteAllText(run, File.ReadAllText(run).Replace(before, after, StringComparison.Ordinal));

        AssertRefused(shards, $"{table} line 5: found {away}, which is not of shard 1/1, expected its own; score this "
            + "shard again with --overwrite");
    }

    [Fact]
    public void Shards_of_a_folder_that_grew_meanwhile_are_refused()
    {
        string[] shards = ScoreShards(Score, 2);
        TinyRuns.Draw(_temp["test/new"], 1, firstSeed: 900);
        Execute(Score with { Shard = new Shard(2, 2), Out = shards[1], Overwrite = true });

        AssertRefused(shards, $"{shards[1]}: found a shard of another run than {shards[0]}: the folder of images "
            + "holds 78 files where it held 77; score all shards with the same model, options and images");
    }

    [Fact]
    public void Results_are_replaced_only_where_that_is_asked_for()
    {
        string[] shards = ScoreShards(Score, 2);
        Execute(Score with { Out = _temp["merged"] });

        AssertRefused(shards, $"{_temp["merged"]}: the folder is not empty; name a new one, or empty it first", 1);
        Merge(shards, overwrite: true);

        Assert.Contains("Out", Refusal(shards, Path.Combine(shards[0], "inside")), StringComparison.Ordinal);
    }

    private static ushort[] Levels(int seed) =>
        [.. Enumerable.Range(0, 64).Select(i => (ushort)((i * 997 + seed * 3571) % 65_536))];

    private ScoreSummary Execute(ScoreRequest request) =>
        ScoreRun.Execute(request, TinyRuns.Now, _told.Events, TestContext.Current.CancellationToken);

    private string[] ScoreShards(ScoreRequest score, int count)
    {
        string[] folders = [.. Enumerable.Range(1, count).Select(number => _temp[$"shards/{number}-{count}"])];
        for (int i = 0; i < count; i++)
            TinyRuns.Run(score with { Shard = new Shard(i + 1, count), Out = folders[i] });
        return folders;
    }

    private ScoreSummary Merge(string[] shards, bool partial = false, bool overwrite = false, string? folder = null) =>
        MergeRun.Execute(
            new MergeRequest
            {
                Shards = shards, Out = folder ?? _temp["merged"], Partial = partial, Overwrite = overwrite,
            },
            new RunEvents(), TestContext.Current.CancellationToken);

    private string Refusal(string[] shards, string? folder = null) =>
        Assert.Throws<AnoGanException>(() => Merge(shards, folder: folder)).Message;

    private void AssertAnother(string difference)
    {
        string message = Refusal([_temp["shards/1-2"], _temp["other"]]);
        string start = $"{_temp["other"]}: found a shard of another run than {_temp["shards/1-2"]}: ";
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        Assert.StartsWith(difference + ";", message[start.Length..], StringComparison.Ordinal);
    }

    private void AssertRefused(string[] shards, string message, int standing = 0)
    {
        Assert.Equal(message, Refusal(shards));
        Assert.Equal(standing == 1, Directory.Exists(_temp["merged"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temp.Path, ".anogan*"));
    }
}
