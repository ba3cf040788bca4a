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
        bool isSurprise = content.Run.Method == RunManifest.AnoGanMethod;
        bool isFeatures = content.Run.Method == RunManifest.FeaturesMethod;
        string rare = Rare(scale * AnomalyLevel.Full);
        string brightest = isSurprise ? rare : Html.Of(scale, 3);
        string words = isSurprise
            ? "how far from normal each place is, as whatever looks at places says loudest: black is as usual, "
                + $"nearly white as far as {rare} places of normal pictures, or further"
            : isFeatures ? "how far the pretrained features of each place lie from normal ones: black is not at all"
            : $"the difference between the two: black is none, nearly white a difference of {Html.Percent(scale)} of "
                + "the way from black to white, or more";
        string reconstruction =
            isFeatures ? "the image itself, for this method makes none" : "the nearest normal picture";
        string frames = content.Defects is null ? "" : " Cyan frames are the defects of regions.csv.";
        return "<div class=\"legend\"><div class=\"colours\">" + Colours() + "<div class=\"ends\">"
            + $"<span>{(isSurprise ? "normal" : "0")}</span><span>{brightest}</span></div></div>\n<p>"
            + $"<strong>Input</strong>: the image. <strong>Reconstruction</strong>: {reconstruction}. "
            + $"<strong>Heatmap</strong>: {words}; 99.9 % of the pixels of normal images stay below "
            + $"{(isSurprise ? "the middle of the scale" : "that")}. Grey was "
            + $"not compared. <strong>Marked</strong>: the same colours over the image in grey.{frames} A row opens "
            + "the "
            + "large view; there the arrow keys go to the previous and the next image.</p></div>";
    }

    // One in so many, with two digits.
    private static string Rare(double surprise)
    {
        double unit = Math.Pow(10, Math.Max(Math.Floor(surprise) - 1, 0));
        return string.Create(
            CultureInfo.InvariantCulture, $"1 in {Math.Round(Math.Pow(10, surprise) / unit) * unit:#,0}");
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
            + "aria-label=\"Colours of the heatmap, from normal to furthest: black, violet, red, orange, yellow, "
            + $"nearly white\"><defs><linearGradient id=\"scale\">{string.Concat(stops)}</linearGradient></defs>"
            + "<rect width=\"100\" height=\"10\" fill=\"url(#scale)\"/></svg>";
    }
}
