using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AnoGan.Report.Charts;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Report;

/// <summary>
/// report.html of a results folder: one page for people, which asks for nothing from any network. A template, its style
/// and script, and the parts that a run fills in.
/// </summary>
internal static partial class ReportPage
{
    private static readonly string Template = Resource("report.html");

    private static readonly string Script = "(() => {\n'use strict';\n" + Resource("report-images.js")
        + Resource("report-ticks.js") + Resource("report-table.js") + Resource("report-view.js")
        + Resource("report-start.js") + "})();\n";

    // Both themes of the page and of the charts are switched in one place.
    private static readonly string Style =
        Resource("report.css").Replace("/* dark chart colours */", DarkSeries(), StringComparison.Ordinal)
        + ChartStyle.Css;

    /// <summary>Writes the report of a results folder from what is in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="normalLabel">The label that counts as normal; null where it is not known.</param>
    /// <exception cref="AnoGanException">A file of the folder is missing, damaged, or of another program.</exception>
    /// <exception cref="IOException">The report cannot be written.</exception>
    public static void WriteFor(string folder, string? normalLabel) =>
        Write(folder, Render(ReportContent.Read(folder, normalLabel)));

    /// <summary>Writes a page that is rendered, whole or not at all; one that is there is replaced.</summary>
    /// <exception cref="IOException">The report cannot be written.</exception>
    public static void Write(string folder, string page) =>
        WholeFile.Write(Path.Combine(folder, ResultsLayout.Report), Encoding.UTF8.GetBytes(page), flushToDisk: true);

    /// <summary>The page's text.</summary>
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
            ["leftout"] = ReportTable.LeftOut(content),
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
        string.Join(' ', ChartStyle.DarkVariables.Split(';', StringSplitOptions.TrimEntries).Where(IsOfCharts)
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
