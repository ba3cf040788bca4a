using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class ResultsTablesTests : IDisposable
{
    // Names with line feeds and quotes, images with none and several rows in the other tables, one without a score.
    private static readonly (string Path, int Tiles, int Regions)[] Drawn =
        [("a\nb.png", 2, 1), ("c \"d\".png", 0, 0), ("e.png", 3, 2), ("f,\n\n.png", 1, 0)];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("scores.csv")]
    [InlineData("progress.csv")]
    [InlineData("tiles.csv")]
    [InlineData("regions.csv")]
    public void An_image_is_done_whose_rows_are_whole_in_every_table_wherever_one_was_torn(string torn)
    {
        Write(Drawn.Length);
        Dictionary<string, byte[]> whole = Contents();
        byte[] bytes = whole[torn];
        int most = 0;
        for (int length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(_temp[torn], bytes[..length]);

            int done = ResultsTables.KeepWholeRows(_temp.Path, _temp["progress.csv"]);

            Assert.InRange(done, most, Drawn.Length);
            most = done;
            Write(Drawn.Length, from: done);
            Assert.Equal(whole, Contents());
        }

        Assert.Equal(Drawn.Length, most);
    }

    [Fact]
    public void Rows_that_were_written_before_their_image_was_done_go()
    {
        Write(Drawn.Length);
        Dictionary<string, byte[]> whole = Contents();
        File.AppendAllText(_temp["tiles.csv"], "g.png,0,0,8,8,1,1,1,1,1\ng.png,8,");
        File.AppendAllText(_temp["progress.csv"], "1,0,8,8,0,,12.5\n");
        File.AppendAllText(_temp["scores.csv"], "g.png\0\0\0\n");

        Assert.Equal(Drawn.Length, ResultsTables.KeepWholeRows(_temp.Path, _temp["progress.csv"]));
        Assert.Equal(whole, Contents());
    }

    [Fact]
    public void What_was_seen_of_images_comes_back()
    {
        Write(Drawn.Length);

        ImageProgress[] seen = [.. ImageProgress.ReadAll(_temp["progress.csv"])];

        Assert.Equal(
            new ImageProgress(Tiles: 3, Regions: 2, Width: 8, Height: 8, IsColour: true, GreatestWord: 4095, 2.25),
            seen[2]);
        Assert.Null(seen[1].GreatestWord);
    }

    [Fact]
    public void What_is_known_of_all_images_is_the_same_from_the_images_and_from_their_rows()
    {
        Write(Drawn.Length);
        var expected = new PictureExpectations(new TrainingSides(20, 30), Colour: true, SpreadLevels: false);
        ResultsTally told = new(expected), read = new(expected);

        foreach (ScoredImage image in Enumerable.Range(0, Drawn.Length).Select(Image))
            told.Add(image);
        read.Restore(_temp.Path, _temp["progress.csv"]);

        foreach (ResultsTally tally in (ResultsTally[])[told, read])
        {
            Assert.Equal((4, 3, "c \"d\".png"), (tally.Images, tally.Scored, tally.FirstFailed));
            Assert.Equal(["x"], tally.Labels);
            Assert.Equal(
                new PictureFacts { Pictures = 4, Far = 4, AnyColour = true, GreatestWord = 4095 }, tally.Seen);
        }

        Assert.Equal((0, 3.25), (told.RestoredSeconds, read.RestoredSeconds));
    }

    [Fact]
    public void Rows_are_not_in_the_files_until_they_are_kept()
    {
        using (ResultsTables tables = Open())
            tables.Add(Image(0), [], 0);

        Assert.Equal(0, ResultsTables.KeepWholeRows(_temp.Path, _temp["progress.csv"]));
    }

    private void Write(int images, int from = 0)
    {
        using ResultsTables tables = Open();
        for (int i = from; i < images; i++)
        {
            tables.Add(Image(i), [.. Enumerable.Repeat(new DefectRegion(0, 1, 2, 3, 4, 1, 0.5), Drawn[i].Regions)],
                i + 0.25);
        }

        tables.Keep();
    }

    private ResultsTables Open() => new(_temp.Path, _temp["progress.csv"], new RunManifest
    {
        Started = TinyRuns.Now,
        Method = RunManifest.AnoGanMethod,
        Images = "x",
        DefectThreshold = 0.5,
        DefectMinArea = 1,
        Threads = 1,
        Device = "cpu",
        HeatmapScale = 1,
        ScoredImages = 0,
        FailedImages = 0,
        ElapsedSeconds = 0,
        Versions = new Dictionary<string, string>(),
        Parts = new RunParts { Tiles = true },
    });

    private static ScoredImage Image(int i) => new()
    {
        File = new ImageFile("/x/" + Drawn[i].Path, Drawn[i].Path, "x"),
        Score = i == 1 ? null : new AnomalyScore { Score = i },
        Error = i == 1 ? "no \"picture\"" : null,
        Maps = DrawnResults.Maps(FitGeometry.For(8, 8, 8, FitMode.Pad), new float[64], new float[64]),
        IsColour = i == 2,
        GreatestWord = i == 2 ? 4095 : null,
        Tiles = [.. Enumerable.Repeat(
            new TileBox(0, 0, 8, 8, new SquareNumbers(i, 1, 1, 1, 1, 3, true)), Drawn[i].Tiles)],
    };

    private Dictionary<string, byte[]> Contents() => Directory.GetFiles(_temp.Path).ToDictionary(
        path => Path.GetFileName(path), File.ReadAllBytes);
}
