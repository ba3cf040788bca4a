using System.Globalization;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Report;

/// <summary>What the pictures show and what their colours mean.</summary>
internal static class ReportLegend
{
    private const int Stops = 12;

    /// <summary>The legend; a note where there are no pictures.</summary>
    public static string Render(ReportContent content, PictureSource source)
    {
        if (source == PictureSource.None)
            return "<p class=\"note\">This report has no pictures: the run was made with --no-pictures, or they were "
                + "removed.</p>";
        double scale = content.Run.HeatmapScale;
        bool isDeviations = content.Run is { Stride: not null, Method: RunManifest.AnoGanMethod };
        string brightest = isDeviations ? $"{Html.Of(AnomalyLevel.Deviations(scale), 3)} σ" : Html.Of(scale, 3);
        string words = isDeviations
            ? $"how far a pixel is from normal ones: nearly white is {Html.Of(AnomalyLevel.Deviations(scale), 3)} "
                + "standard deviations or more above them"
            : $"the difference between the two: black is none, nearly white a difference of {Html.Percent(scale)} of "
                + "the way from black to white, or more";
        string frames = content.Defects is null ? "" : " Cyan frames are the defects of regions.csv.";
        return "<div class=\"legend\"><div class=\"colours\">" + Colours() + "<div class=\"ends\">"
            + $"<span>{(isDeviations ? "normal" : "0")}</span><span>{brightest}</span></div></div>\n<p>"
            + "<strong>Input</strong>: the image. <strong>Reconstruction</strong>: the nearest normal picture. "
            + $"<strong>Residual</strong>: {words}; 99.9 % of the pixels of normal images stay below that. Grey was "
            + $"not compared. <strong>Marked</strong>: the same colours over the image in grey.{frames} A row opens "
            + "the "
            + "large view; there the arrow keys go to the previous and the next image.</p></div>";
    }

    private static string Colours()
    {
        IEnumerable<string> stops = Enumerable.Range(0, Stops + 1).Select(n =>
        {
            (byte red, byte green, byte blue) = ColourScale.At((double)n / Stops);
            return string.Create(CultureInfo.InvariantCulture, $"<stop offset=\"{(double)n / Stops:0.###}\" "
                + $"stop-color=\"#{red:x2}{green:x2}{blue:x2}\"/>");
        });
        return "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" "
            + "aria-label=\"Colours of the residual, from none to the largest: black, violet, red, orange, yellow, "
            + $"nearly white\"><defs><linearGradient id=\"scale\">{string.Concat(stops)}</linearGradient></defs>"
            + "<rect width=\"100\" height=\"10\" fill=\"url(#scale)\"/></svg>";
    }
}
