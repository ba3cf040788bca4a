using AnoGan.Images;
using AnoGan.Models;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Scoring;

/// <summary>A model with a region of interest: what lies outside changes no bit of anything.</summary>
[Collection(TensorTests.Name)]
public sealed class RegionScoringTests : IDisposable
{
    private const int Width = 24, Height = 20;

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Defects_outside_change_no_bit_of_a_model_or_of_results(bool patches)
    {
        RegionOfInterest roi = Circle();
        Draw(_temp["train/good"], 70, roi, outside: 3);
        Draw(_temp["train2/good"], 70, roi, outside: 200);
        Draw(_temp["test/good"], 5, roi, outside: 3, firstSeed: 500);
        Draw(_temp["test2/good"], 5, roi, outside: 90, firstSeed: 500);

        ModelManifest one = Train("train/good", "model", roi, patches);
        ModelManifest two = Train("train2/good", "model2", roi, patches);

        Assert.Equal(one.Files, two.Files);
        Assert.Equal(roi, one.Setup.Preparation.Roi);
        ScoreSummary first = Score("test", "model", "one"), second = Score("test2", "model", "two");
        Assert.Equal(
            first.ReadRows().Select(row => row.Score!.Score), second.ReadRows().Select(row => row.Score!.Score));
        SortedDictionary<string, string> files = ResultsContents.Of(_temp["one"]), others = ResultsContents.Of(
            _temp["two"]);
        foreach (string name in files.Keys.Where(name => name is "scores.csv" or "regions.csv"
            || name.StartsWith("maps", StringComparison.Ordinal) || name.StartsWith("masks", StringComparison.Ordinal)
            || name.StartsWith("heatmaps", StringComparison.Ordinal)))
            Assert.Equal(files[name], others[name]);
        Assert.Equal(roi.ToString(), first.Manifest.Roi);
        Assert.Contains("<dt>Region of interest</dt><dd>43.3 % of 24", File.ReadAllText(_temp["one/report.html"]),
            StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(_temp["one/maps/good"]), path => Assert.Equal(0, ImageCodec.Read(path).Data[0]));
    }

    [Fact]
    public void Defects_inside_are_seen_and_pictures_of_another_size_are_rows_with_an_error()
    {
        RegionOfInterest roi = Circle();
        Draw(_temp["train/good"], 70, roi, outside: 3);
        Draw(_temp["test/good"], 1, roi, outside: 3, firstSeed: 500);
        Draw(_temp["test/dent"], 1, roi, outside: 3, firstSeed: 500, inside: 255);
        TinyRuns.Draw(_temp["test/other"], 1, size: 12);
        Train("train/good", "model", roi, patches: false);

        ScoreSummary scored = Score("test", "model", "one");

        Assert.NotEqual(scored.ReadRows()[0].Score!.Score, scored.ReadRows()[1].Score!.Score);
        Assert.Null(scored.ReadRows()[2].Score);
        Assert.Contains("found 12×12 pixels, expected 24×20 as the region of interest has",
            File.ReadAllText(_temp["one/scores.csv"]), StringComparison.Ordinal);
    }

    private ModelManifest Train(string images, string model, RegionOfInterest roi, bool patches)
    {
        TrainRequest request = patches
            ? TinyRuns.TrainPatches(_temp[images], _temp[model])
            : TinyRuns.Train(_temp[images], _temp[model]);
        return TinyRuns.Run(request with
        {
            Preparation = new Preparation { Roi = roi },
            Training = request.Training with { DefectSteps = 2 },
        });
    }

    private ScoreSummary Score(string images, string model, string results) => TinyRuns.Run(
        TinyRuns.Score(_temp[images], _temp[model], _temp[results]) with
        {
            FindsDefects = true, MinArea = 1, FalsePositiveRate = 0.5,
        });

    private RegionOfInterest Circle()
    {
        byte[] levels = [.. Enumerable.Range(0, Width * Height).Select(i =>
            Math.Pow(i % Width - 11.5, 2) + Math.Pow(i / Width - 9.5, 2) < 64 ? byte.MaxValue : byte.MinValue)];
        ImageCodec.WritePng(_temp["mask.png"], new PixelImage(Width, Height, 1, 8, levels));
        return RegionOfInterest.Read(_temp["mask.png"]);
    }

    // Drawn pictures, with another level outside of the region, and perhaps a dot within it.
    private static void Draw(
        string folder, int count, RegionOfInterest roi, byte outside, int firstSeed = 0, byte? inside = null)
    {
        bool[] counts = roi.Mask!.At(Width, Height);
        for (int i = 0; i < count; i++)
        {
            byte[] data = (byte[])DrawnSquares.Draw(Width, Height, (ulong)(firstSeed + i)).Data.Clone();
            for (int p = 0; p < data.Length; p++)
            {
                if (!counts[p])
                    data[p] = (byte)(outside + p % 50);
            }

            if (inside is { } level)
                data.AsSpan(10 * Width + 10, 4).Fill(level);
            ImageCodec.WritePng(Path.Combine(folder, $"{i:D3}.png"), new PixelImage(Width, Height, 1, 8, data));
        }
    }
}
