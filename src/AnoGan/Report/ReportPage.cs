using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AnoGan.Report.Charts;

namespace AnoGan.Report;

/// <summary>Puts the page together: a template, its style and script, and the parts that a run fills in.</summary>
internal static partial class ReportPage
{
    private static readonly string Template = Resource("report.html");

    private static readonly string Script =
        $"(() => {{\n'use "
        + $"strict';\n{Resource("report-images.js")}{Resource("report-table.js")}{Resource("report-view.js")}{Resource("report-start.js")}}})();\n";

    // Both themes of the page and of the charts are switched in one place.
    private static readonly string Style =
        Resource("report.css").Replace("/* dark chart colours */", DarkSeries(), StringComparison.Ordinal)
        + ChartStyle.Css;

    /// <summary>The page.</summary>
    /// <param name="content">What it is to say.</param>
    public static string Render(ReportContent content)
    {
        ReportImages images = ReportImages.Of(content);
        var parts = new Dictionary<string, string>
        {
            ["policy"] = Policy(),
            ["title"] = Html.Of($"{content.Run.Images}: report of anogan"),
            ["style"] = Style,
            ["heading"] = Html.Of(content.Run.Images),
            ["origin"] = ReportSummary.Origin(content),
            ["verdict"] = ReportSummary.Verdict(content),
            ["facts"] = ReportSummary.Facts(content),
            ["warnings"] = ReportSummary.Warnings(content),
            ["charts"] = ReportCharts.Render(content),
            ["labels"] = ReportLabels.Render(content),
            ["legend"] = ReportLegend.Render(content, images.Source),
            ["static"] = images.StaticCount.ToString(CultureInfo.InvariantCulture),
            ["head"] = ReportTable.Head(content),
            ["rows"] = ReportTable.Rows(content, images),
            ["details"] = ReportDetails.Render(content),
            ["data"] = images.ToJson(),
            ["script"] = Script,
        };
        return Placeholder().Replace(Template, match => parts[match.Groups[1].Value]);
    }

    // Styles are set by attributes of SVG and by the script's own; text that came from outside cannot become either.
    private static string Policy() =>
        $"default-src 'none'; img-src data: 'self' file:; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; "
            + "base-uri 'none'; form-action 'none'";

    private static string HashOf(string text) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string DarkSeries() =>
        string.Join(
            ' ',
            ChartStyle
                .DarkVariables.Split(';', StringSplitOptions.TrimEntries)
                .Where(IsOfCharts)
                .Select(rule => rule + ";"));

    // The others are the page's own.
    private static bool IsOfCharts(string rule) =>
        rule.StartsWith("--chart-series", StringComparison.Ordinal)
        || rule.StartsWith("--chart-grid", StringComparison.Ordinal);

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"AnoGan.Report.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{([a-z]+)\}\}")]
    private static partial Regex Placeholder();
}
