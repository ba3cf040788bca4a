using System.Globalization;
using System.Net;

namespace AnoGan.Reporting.Report;

/// <summary>Text and numbers for HTML.</summary>
internal static class Html
{
    /// <summary>Text as text: fit for content and for attributes in quotes, with hidden characters spelt out.</summary>
    public static string Of(string text) => WebUtility.HtmlEncode(VisibleText.Of(text));

    /// <summary>A number of so many significant digits; a dash where there is none.</summary>
    public static string Of(double? number, int digits = 4) =>
        number is { } value && double.IsFinite(value) ? value.ToString($"G{digits}", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal) : "–";

    /// <summary>A share in percent, in whole percents from 10 % on.</summary>
    public static string Percent(double share) => share is > 0 and < 0.1
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    /// <summary>A count with its noun.</summary>
    public static string Count(int count, string singular) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {singular}{(count == 1 ? "" : "s")}");

    /// <summary>One entry of a list of facts.</summary>
    /// <param name="name">What, as text.</param>
    /// <param name="value">HTML.</param>
    public static string Fact(string name, string value) => $"<div><dt>{Of(name)}</dt><dd>{value}</dd></div>";
}
