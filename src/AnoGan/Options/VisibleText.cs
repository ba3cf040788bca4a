using System.Globalization;
using System.Text;

namespace AnoGan;

/// <summary>
/// Text of unknown origin, such as a file name, made fit for one line of a terminal: what would break the line, move
/// the cursor, or change the order of the letters is spelt out.
/// </summary>
internal static class VisibleText
{
    // Two paths of the greatest length and some words fit; a value found in a damaged file may have any length.
    private const int MaximumLength = 16_384, KeptAtEnd = 4_096;

    /// <summary>
    /// Spells out control characters (\n, \r, \t, \x1B), line and paragraph separators, marks of writing direction and
    /// halves of surrogate pairs (\u202E). Of more than 16,384 characters the middle is left out.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text itself where there is nothing to spell out.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength)
            text = $"{text[..(MaximumLength - KeptAtEnd)]} … {text[^KeptAtEnd..]}";
        for (int i = 0; i < text.Length; i++)
        {
            if (IsHidden(text, i))
                return Spell(text);
        }

        return text;
    }

    private static string Spell(string text)
    {
        var spelt = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsHidden(text, i))
            {
                spelt.Append(text[i]);
                continue;
            }

            spelt.Append(text[i] switch
            {
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                < '\u0100' => string.Create(CultureInfo.InvariantCulture, $@"\x{(int)text[i]:X2}"),
                _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)text[i]:X4}"),
            });
        }

        return spelt.ToString();
    }

    private static bool IsHidden(string text, int index) =>
        text[index] switch
        {
            < ' ' or (>= '\u007F' and <= '\u009F') => true,
            '\u2028'
            or '\u2029'
            or '\u061C'
            or '\u200E'
            or '\u200F'
            or (>= '\u202A' and <= '\u202E')
            or (>= '\u2066' and <= '\u2069') => true,
            >= '\uD800' and <= '\uDBFF' => index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]),
            >= '\uDC00' and <= '\uDFFF' => index == 0 || !char.IsHighSurrogate(text[index - 1]),
            _ => false,
        };
}

/// <summary>How many, and some of many paths, for one line.</summary>
internal static class PathList
{
    private const int Shown = 5;

    /// <summary>How many of what there are; an s makes the word for one that for several.</summary>
    public static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    /// <summary>The first few paths, and how many more there are.</summary>
    public static string First(IReadOnlyCollection<string> paths)
    {
        string first = string.Join(", ", paths.Take(Shown).Select(path => VisibleText.Of(path)));
        return paths.Count > Shown ? $"{first} and {paths.Count - Shown} more" : first;
    }
}
