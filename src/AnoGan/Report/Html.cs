using System.Globalization;
using System.Net;

namespace AnoGan.Report;

/// <summary>Text and numbers for HTML.</summary>
internal static class Html
{
    /// <summary>Text as text: fit for content and for attributes in quotes, with hidden characters spelt out.</summary>
    public static string Of(string text) => WebUtility.HtmlEncode(VisibleText.Of(text));

    /// <summary>A number of so many significant digits; a dash where there is none.</summary>
    public static string Of(double? number, int digits = 4) =>
        number is { } value && double.IsFinite(value)
            ? value.ToString($"G{digits}", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal)
            : "–";

    /// <summary>
    /// A share in percent: in whole percents, from 1 to 10 % with one decimal; what is nearer to nothing or to all has
    /// so many that it is never said to be either.
    /// </summary>
    public static string Percent(double share)
    {
        double percent = share switch
        {
            > 0 and < 0.01 => TwoDigits(100 * share),
            > 0.99 and < 1 => 100 - TwoDigits(100 * (1 - share)),
            > 0 and < 0.1 => Math.Round(100 * share, 1),
            _ => Math.Round(100 * share),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{percent:0.############} %");
    }

    private static double TwoDigits(double value) =>
        Math.Round(value, (int)Math.Clamp(1 - Math.Floor(Math.Log10(value)), 0, 12));

    /// <summary>A count, with a comma between thousands.</summary>
    public static string Of(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun.</summary>
    public static string Count(int count, string singular) => $"{Of(count)} {singular}{(count == 1 ? "" : "s")}";

    /// <summary>A measure from 0 to 1 with four decimals; a dash where there is none.</summary>
    public static string Measure(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>One entry of a list of facts: a name as text, and its value as HTML.</summary>
    public static string Fact(string name, string value) => $"<div><dt>{Of(name)}</dt><dd>{value}</dd></div>";
}
