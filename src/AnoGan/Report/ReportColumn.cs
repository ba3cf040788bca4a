using AnoGan.Evaluation;

namespace AnoGan.Report;

/// <summary>A column of the table of images.</summary>
/// <param name="Key">The property of the image in the page's script.</param>
/// <param name="Title">What its head says.</param>
/// <param name="IsNumber">Whether it holds numbers.</param>
internal sealed record ReportColumn(string Key, string Title, bool IsNumber)
{
    /// <summary>The columns of a run: those that have something to show.</summary>
    /// <param name="content">The report.</param>
    public static IReadOnlyList<ReportColumn> Of(ReportContent content)
    {
        bool Has(Func<ScoreRow, double?> value) => content.Scored.Any(row => value(row) is not null);
        List<ReportColumn> columns = [new("path", "image", false)];
        if (content.Rows.Any(row => row.Label.Length > 0))
            columns.Add(new("label", "label", false));
        columns.Add(new("score", "score", true));
        if (Has(row => row.PValue))
            columns.Add(new("p", "p-value", true));
        columns.Add(new("verdict", "verdict", false));
        if (Has(row => row.Residual))
            columns.Add(new("residual", "residual", true));
        if (Has(row => row.FeatureDistance))
            columns.Add(new("feature", "feature distance", true));
        if (content.Defects is not null)
            columns.Add(new("regions", "defects", true));
        return columns;
    }
}
