using System.Diagnostics;
using AnoGan.Evaluation;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

/// <summary>An evaluation brings labels and measures into the report.</summary>
public sealed class EvaluateReportTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public EvaluateReportTests() =>
        DrawnResults.Write(
            Results, [DrawnResults.Image("a.png", 1), DrawnResults.Image("b.png", 3), DrawnResults.Image("c.png", 5)],
            normalLabel: null);

    private string Results => Path.Combine(_temp.Path, "results");

    private string Report => Path.Combine(Results, "report.html");

    private EvaluateRequest Request
    {
        get
        {
            File.WriteAllText(_temp["labels.csv"], "path,label\na.png,fine\nb.png,dent\nc.png,dent\n");
            return new EvaluateRequest
            {
                Results = [Results],
                Labels = _temp["labels.csv"],
                NormalLabel = "fine",
                Bootstrap = 10,
            };
        }
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_the_report_anew_with_labels_and_measures()
    {
        Assert.DoesNotContain("<dt>AUROC", File.ReadAllText(Report), StringComparison.Ordinal);

        EvaluatedRun run = Assert.Single(
            EvaluateRun.Execute(Request, new RunEvents(), TestContext.Current.CancellationToken));

        Assert.Equal(Report, run.ReportPath);
        string page = File.ReadAllText(Report);
        Assert.Contains("<dt>AUROC</dt><dd>1.0000<small>95 % interval 1.000 to 1.000</small><small>1 fine against 2 "
            + "others</small>", page, StringComparison.Ordinal);
        Assert.Contains("<td>dent</td>", page, StringComparison.Ordinal);
        Assert.Contains("\"pictures\":\"embedded\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_the_folder_as_it_is_where_the_measures_go_elsewhere()
    {
        byte[] before = File.ReadAllBytes(Report);

        EvaluatedRun run = Assert.Single(
            EvaluateRun.Execute(
                Request with { Out = _temp["elsewhere.json"] }, new RunEvents(),
                TestContext.Current.CancellationToken));

        Assert.Null(run.ReportPath);
        Assert.Equal(before, File.ReadAllBytes(Report));
    }

    [Fact]
    public void Makes_no_report_where_there_was_none()
    {
        File.Delete(Report);

        EvaluatedRun run = Assert.Single(
            EvaluateRun.Execute(Request, new RunEvents(), TestContext.Current.CancellationToken));

        Assert.Null(run.ReportPath);
        Assert.False(File.Exists(Report));
    }

    [Fact]
    public void Leaves_a_page_of_another_program_alone()
    {
        File.WriteAllText(Report, "<!doctype html><title>our own findings</title>");

        EvaluatedRun run = Assert.Single(
            EvaluateRun.Execute(Request, new RunEvents(), TestContext.Current.CancellationToken));

        Assert.Null(run.ReportPath);
        Assert.Equal("<!doctype html><title>our own findings</title>", File.ReadAllText(Report));
        Assert.True(File.Exists(run.MetricsPath));
    }

    [Theory]
    [InlineData("1e300", "2")]
    [InlineData("-1.7e308", "1.7e308")]
    public void Shows_scores_beyond_single_precision(string first, string second)
    {
        string table = Path.Combine(Results, "scores.csv");
        string[] lines = File.ReadAllLines(table);
        lines[1] = WithScore(lines[1], first);
        lines[2] = WithScore(lines[2], second);
        File.WriteAllLines(table, lines);

        EvaluateRun.Execute(Request, new RunEvents(), TestContext.Current.CancellationToken);

        Assert.Contains(
            $"\"score\":{first.Replace("e", "E+", StringComparison.Ordinal)}", File.ReadAllText(Report),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"warnings\": null")]
    [InlineData("\"warnings\": [null]")]
    [InlineData("\"normalScores\": [1e400]")]
    [InlineData("\"threshold\": 1e400")]
    [InlineData("\"method\": \"pca\", \"method\": \"nearest\"")]
    [InlineData("\"versions\": null")]
    [InlineData("\"versions\": {\"anogan\": null}")]
    public void Writes_nothing_at_all_where_one_run_is_refused(string property)
    {
        string bad = Path.Combine(_temp.Path, "bad");
        DrawnResults.Write(
            bad, [DrawnResults.Image("a.png", 1), DrawnResults.Image("b.png", 3), DrawnResults.Image("c.png", 5)],
            normalLabel: null);
        Replace(bad, property[1..property.IndexOf(':', StringComparison.Ordinal)].TrimEnd('"'), property);
        byte[] before = File.ReadAllBytes(Report);

        var refusal = Assert.Throws<AnoGanException>(() =>
            EvaluateRun.Execute(
                Request with { Results = [Results, bad] }, new RunEvents(), TestContext.Current.CancellationToken));

        Assert.StartsWith(Path.Combine(bad, "run.json") + ": ", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Results, "metrics.json")));
        Assert.Equal(before, File.ReadAllBytes(Report));
    }

    // Every run.json of an earlier version is without them.
    [Fact]
    public void Takes_a_run_that_says_nothing_of_warnings()
    {
        Replace(Results, "warnings", "\"former\": 0");

        EvaluatedRun run = Assert.Single(
            EvaluateRun.Execute(Request, new RunEvents(), TestContext.Current.CancellationToken));

        Assert.Equal(Report, run.ReportPath);
    }

    [Fact(Timeout = 60_000)]
    public async Task Takes_no_pictures_from_pipes_links_and_other_folders()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files");
        string thumbnails = Path.Combine(Results, "thumbnails"), strip = Path.Combine(thumbnails, "a.png.webp");
        File.Move(strip, _temp["secret.png.webp"]);
        string secret = Convert.ToBase64String(
            await File.ReadAllBytesAsync(_temp["secret.png.webp"], TestContext.Current.CancellationToken));
        File.CreateSymbolicLink(strip, _temp["secret.png.webp"]);
        File.Delete(Path.Combine(thumbnails, "b.png.webp"));
        using (var process = Process.Start("mkfifo", Path.Combine(thumbnails, "b.png.webp")))
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(Path.Combine(thumbnails, "away"), _temp.Path);
        string[] paths = ["../../secret.png", _temp["secret.png"], "away/secret.png"];
        string[] lines = await File.ReadAllLinesAsync(
            Path.Combine(Results, "scores.csv"), TestContext.Current.CancellationToken);
        string rest = lines[1]["a.png".Length..];
        await File.AppendAllLinesAsync(
            Path.Combine(Results, "scores.csv"), paths.Select(path => path + rest),
            TestContext.Current.CancellationToken);
        EvaluateRequest request = Request;
        await File.AppendAllLinesAsync(
            _temp["labels.csv"], paths.Select(path => path + ",dent"), TestContext.Current.CancellationToken);

        await Task.Run(
            () => EvaluateRun.Execute(request, new RunEvents(), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);

        string page = await File.ReadAllTextAsync(Report, TestContext.Current.CancellationToken);
        Assert.Contains("\"pictures\":\"embedded\"", page, StringComparison.Ordinal);
        Assert.Contains("\"strip\":", page, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, page, StringComparison.Ordinal);
    }

    private static string WithScore(string line, string score)
    {
        string[] cells = line.Split(',');
        cells[2] = score;
        return string.Join(',', cells);
    }

    // An entry of run.json, whatever stands there, over one line or several.
    private static void Replace(string folder, string name, string property)
    {
        string path = Path.Combine(folder, "run.json");
        var run = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        run.Remove(name);
        string rest = run.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        File.WriteAllText(path, "{" + property + "," + rest.TrimStart()[1..]);
    }
}
