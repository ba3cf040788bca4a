using AnoGan.Cli.Commands;
using AnoGan.Results;

namespace AnoGan.Cli.Tests;

public sealed class ScoreReportTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Names_the_five_highest_scores_and_of_equal_ones_the_first_by_name()
    {
        string[] rows = ["h,1", "c,3", "a,2", "f,2", "g,9", "b,2", "e,0.5", "d,2"];
        File.WriteAllLines(Path.Combine(_temp.Path, "scores.csv"), ["path,score", .. rows]);
        var summary = new ScoreSummary(
            new RunManifest
            {
                Started = default,
                Method = "pca",
                Images = "x",
                Threads = 1,
                Device = "cpu",
                HeatmapScale = 1,
                ScoredImages = rows.Length,
                FailedImages = 0,
                ElapsedSeconds = 2,
                Versions = new Dictionary<string, string>(),
            },
            _temp.Path);
        var output = new StringWriter();

        ScoreReport.Write(summary, normalLabel: null, output);

        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["  9  g", "  3  c", "  2  a", "  2  b", "  2  d"], lines[^5..]);
        Assert.Contains("scored     8 of 8 images in 2.0 s on cpu", lines);
    }
}
