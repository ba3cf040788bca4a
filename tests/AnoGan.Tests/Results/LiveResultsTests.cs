using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

/// <summary>What only chosen images show of results that grow at their place; the rest is of the runs.</summary>
public sealed class LiveResultsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Results => Path.Combine(_temp.Path, "results");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_large_picture_that_changed_or_went_before_it_was_drawn_is_a_row_with_an_error()
    {
        ScoredImage same = Large("good/same.png", 8), gone = Large("good/gone.png", 8), other = Large("other.png", 8);
        File.Delete(gone.File.FullPath);
        Draw(other.File.FullPath, 12);

        using (LiveResults results = Begin())
        {
            IReadOnlyList<ScoredImage> written = results.Add([gone, same, other]);
            Assert.Equal([false, true, false], written.Select(image => image.Score is not null));
            Assert.Contains("gone.png", written[0].Error, StringComparison.Ordinal);
            Assert.EndsWith(
                "other.png: changed while it was scored; write it under another name", written[2].Error,
                StringComparison.Ordinal);
            Assert.Equal(3, results.Done.Images);
        }

        Assert.Equal(
            ["good/gone.png,True", "good/same.png,False", "other.png,True"],
            ScoreTable.Stream(Results).Select(row => $"{row.Path},{row.Error is not null}"));
        Assert.Equal(["same.png.jpg"], TempFolder.NamesIn(Path.Combine(Results, "heatmaps", "good")));
    }

    [Fact]
    public void A_process_that_was_killed_before_the_folder_stood_there_leaves_nothing_in_the_way()
    {
        string left = Path.Combine(Results + ".unfinished", "results");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "run.json"), "{");

        LiveResults.Check(Results);
        using (LiveResults results = Begin())
            Assert.Null(results.Earlier);

        Assert.True(ResultsLayout.Kind.IsMarked(Results));
        Assert.Equal(["results"], TempFolder.NamesIn(_temp.Path));
    }

    private LiveResults Begin()
    {
        LiveResults results = LiveResults.Open(Results);
        results.Begin(new RunManifest
        {
            Started = TinyRuns.Now,
            Method = RunManifest.AnoGanMethod,
            Images = "inbox",
            Threads = 2,
            Device = "cpu",
            HeatmapScale = 1,
            ScoredImages = 0,
            FailedImages = 0,
            ElapsedSeconds = 0,
            Versions = new Dictionary<string, string>(),
            Parts = new RunParts { Pictures = true, Report = true },
        }, TinyRuns.Expected);
        return results;
    }

    // As scoring leaves a picture that is too large to be kept.
    private ScoredImage Large(string path, int side)
    {
        string file = _temp[$"inbox/{path}"];
        Draw(file, side);
        return DrawnResults.Image(path, 1) with { File = new ImageFile(file, path, ""), Original = null };
    }

    private static void Draw(string file, int side) => ImageCodec.WritePng(file, DrawnSquares.Draw(side, 1));
}
