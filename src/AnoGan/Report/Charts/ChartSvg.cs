using System.Globalization;
using System.Xml.Linq;

namespace AnoGan.Report.Charts;

/// <summary>Elements of SVG.</summary>
internal static class ChartSvg
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <summary>An element with content: other elements, attributes, or text.</summary>
    public static XElement Of(string name, params object[] content) => new(Namespace + name, content);

    /// <summary>An attribute; numbers in at most two decimals.</summary>
    public static XAttribute With(string name, object value) =>
        new(name, value is double number ? Number(number) : value);

    /// <summary>The outermost element of a picture.</summary>
    public static XElement Root(int width, int height, string label) =>
        Of(
            "svg", With("class", "chart"), With("width", width), With("height", height),
            With("viewBox", FormattableString.Invariant($"0 0 {width} {height}")), With("role", "img"),
            With("aria-label", VisibleText.Of(label)));

    /// <summary>A line of text, in visible characters: XML has no place for most control characters.</summary>
    public static XElement Text(string style, double x, double y, string text, string anchor = "start") =>
        Of("text", With("class", style), With("x", x), With("y", y), With("text-anchor", anchor), VisibleText.Of(text));

    /// <summary>A straight line.</summary>
    public static XElement Line(string style, double x1, double y1, double x2, double y2) =>
        Of("line", With("class", style), With("x1", x1), With("y1", y1), With("x2", x2), With("y2", y2));

    /// <summary>A number in at most two decimals.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
