using AnoGan.Runs;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Runs;

/// <summary>An evaluation brings labels and measures into the report.</summary>
public sealed class EvaluateReportTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public EvaluateReportTests() => DrawnResults.Write(Results,
        [DrawnResults.Image("a.png", 1), DrawnResults.Image("b.png", 3), DrawnResults.Image("c.png", 5)], normalLabel: null);

    private string Results => Path.Combine(_temp.Path, "results");

    private string Report => Path.Combine(Results, "report.html");

    private EvaluateRequest Request
    {
        get
        {
            File.WriteAllText(_temp["labels.csv"], "path,label\na.png,fine\nb.png,dent\nc.png,dent\n");
            return new EvaluateRequest { Results = [Results], Labels = _temp["labels.csv"], NormalLabel = "fine", Bootstrap = 10 };
        }
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_the_report_anew_with_labels_and_measures()
    {
        Assert.DoesNotContain("<dt>AUROC", File.ReadAllText(Report), StringComparison.Ordinal);

        EvaluatedRun run = Assert.Single(EvaluateRun.Execute(Request, new RunEvents(), TestContext.Current.CancellationToken));

        Assert.Equal(Report, run.ReportPath);
        string page = File.ReadAllText(Report);
        Assert.Contains("<dt>AUROC</dt><dd>1.0000<small>95 % interval 1.000 to 1.000</small><small>1 fine against 2 others</small>", page, StringComparison.Ordinal);
        Assert.Contains("<td>dent</td>", page, StringComparison.Ordinal);
        Assert.Contains("\"pictures\":\"embedded\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_the_folder_as_it_is_where_the_measures_go_elsewhere()
    {
        byte[] before = File.ReadAllBytes(Report);

        EvaluatedRun run = Assert.Single(EvaluateRun.Execute(Request with { Out = _temp["elsewhere.json"] }, new RunEvents(), TestContext.Current.CancellationToken));

        Assert.Null(run.ReportPath);
        Assert.Equal(before, File.ReadAllBytes(Report));
    }

    [Fact]
    public void Makes_no_report_where_there_was_none()
    {
        File.Delete(Report);

        EvaluatedRun run = Assert.Single(EvaluateRun.Execute(Request, new RunEvents(), TestContext.Current.CancellationToken));

        Assert.Null(run.ReportPath);
        Assert.False(File.Exists(Report));
    }
}
