using System.Globalization;
using AnoGan.Results;

namespace AnoGan.Report;

/// <summary>The table of images as it is without a script: the highest scores.</summary>
internal static class ReportTable
{
    /// <summary>The cells of the head.</summary>
    public static string Head(ReportContent content) =>
        "<th scope=\"col\">pictures</th>"
        + string.Concat(ReportColumn.Of(content).Select(column =>
            $"<th scope=\"col\" data-key=\"{column.Key}\" data-title=\"{column.Title}\""
                + $"{(column.IsNumber ? " class=\"number\"" : "")}>{column.Title}</th>"));

    /// <summary>A sentence on the images that the table has not; nothing where it has all.</summary>
    public static string LeftOut(ReportContent content)
    {
        int shown = content.Shown.Count, all = content.Scored + content.Failed;
        if (shown == all)
            return "";
        int shownFailed = content.ShownFailed, shownScored = shown - shownFailed;
        string scored = shownScored < content.Scored
            ? $"the {Html.Of(shownScored)} with the highest scores"
            : $"the {Html.Of(shownScored)} with a score";
        string failed = content.Failed == 0 ? ""
            : shownFailed < content.Failed
                ? $" and the first {Html.Of(shownFailed)} of {Html.Of(content.Failed)} without a score"
            : $" and the {Html.Of(shownFailed)} without a score";
        return $"<p class=\"note\">This table has {Html.Of(shown)} of {Html.Of(all)} images, {scored}{failed}; "
            + $"{ScoreTable.FileName} has all of them.</p>\n";
    }

    /// <summary>The first rows.</summary>
    public static string Rows(ReportContent content, ReportImages images)
    {
        IReadOnlyList<ReportColumn> columns = ReportColumn.Of(content);
        return string.Concat(images.All.Take(images.StaticCount).Select(image =>
            $"<tr><td class=\"picture\">{Pictures(image)}</td>"
                + $"{string.Concat(columns.Select(column => Cell(column, image)))}</tr>"));
    }

    private static string Pictures(ReportImage image)
    {
        if (image.Error is { } error)
            return $"<p class=\"error\">{Html.Of(error)}</p>";
        return image.StripAddress is { } address
            ? $"<div class=\"whole\"><img src=\"{Html.Of(address)}\" loading=\"lazy\" alt=\"{Html.Of(image.Path)}: "
                + $"input, reconstruction, heatmap and marked, side by side; score {Html.Of(image.Score)}, mean "
                + $"residual {Html.Of(image.Residual)}\"></div>"
            : "<p class=\"missing\">no pictures</p>";
    }

    private static string Cell(ReportColumn column, ReportImage image)
    {
        string text = column.Key switch
        {
            "path" => Html.Of(image.Path),
            "label" => Html.Of(image.Label),
            "score" => Html.Of(image.Score),
            "p" => Html.Of(image.P, 3),
            "verdict" => Verdict(image),
            "term" => Html.Of(image.Term ?? "–"),
            "residual" => Html.Of(image.Residual),
            "feature" => Html.Of(image.Feature),
            _ => image.Regions?.ToString(CultureInfo.InvariantCulture) ?? "–",
        };
        string kind = column.IsNumber ? "number" : column.Key == "path" ? "name" : $"{column.Key}-cell";
        return $"<td class=\"{kind}\" data-title=\"{column.Title}\">{text}</td>";
    }

    private static string Verdict(ReportImage image)
    {
        (string kind, string words) = image switch
        {
            { Error: not null } => ("failed", "✕ not scored"),
            { Verdict: null } => ("none", "– no verdict"),
            { Verdict: true } => ("anomaly", "▲ anomaly"),
            _ => ("normal", "○ normal"),
        };
        return $"<span class=\"verdict {kind}\">{words}</span>";
    }
}

/// <summary>A column of the table of images.</summary>
/// <param name="Key">The property of the image in the page's script.</param>
/// <param name="Title">What its head says.</param>
/// <param name="IsNumber">Whether its cells are numbers.</param>
internal sealed record ReportColumn(string Key, string Title, bool IsNumber)
{
    /// <summary>The columns of a run: those that have something to show.</summary>
    public static IReadOnlyList<ReportColumn> Of(ReportContent content)
    {
        bool Has(Func<ScoreRow, object?> value) =>
            content.Shown.Any(row => row.Score is not null && value(row) is not null);
        List<ReportColumn> columns = [new("path", "image", false)];
        if (content.Shown.Any(row => row.Label.Length > 0))
            columns.Add(new("label", "label", false));
        columns.Add(new("score", "score", true));
        if (Has(row => row.PValue))
            columns.Add(new("p", "p-value", true));
        columns.Add(new("verdict", "verdict", false));
        if (Has(row => row.Term))
            columns.Add(new("term", "due to", false));
        if (Has(row => row.Residual))
            columns.Add(new("residual", "residual", true));
        if (Has(row => row.FeatureDistance))
            columns.Add(new("feature", "feature distance", true));
        if (content.Defects is not null)
            columns.Add(new("regions", "defects", true));
        return columns;
    }
}
