using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace AnoGan;

/// <summary>
/// The one way in which text becomes a number, in options, steps, tables and names of files: ASCII digits with a sign,
/// a point and an exponent where wanted. A comma, a blank or anything else around or between the digits is no number,
/// for 0,001 read as 1 is a wrong answer that nobody sees.
/// </summary>
public static class NumberText
{
    // Of what the framework's own parsers take, this leaves out NaN, ∞ and the zero bytes that they pass over at the
    // end.
    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789+-.eE");

    /// <summary>Reads a number.</summary>
    /// <typeparam name="T">
    /// double for any finite number, else the whole numbers of that type, without point and exponent.
    /// </typeparam>
    /// <param name="text">Such as 0.001, -2, .5 or 1e-3; such as 25 where whole numbers are wanted.</param>
    /// <param name="value">The number; 0 where it is none. Never negative zero.</param>
    /// <returns>Whether the whole text is a number that the type can hold.</returns>
    public static bool TryRead<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, INumber<T>
    {
        NumberStyles style = IsWhole<T>()
            ? NumberStyles.AllowLeadingSign
            : NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (
            !text.ContainsAnyExcept(Characters)
            && T.TryParse(text, style, CultureInfo.InvariantCulture, out value)
            && T.IsFinite(value))
        {
            value += T.Zero; // no negative zero
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>What a refused text should have been, for a message: "a number such as 0.001".</summary>
    /// <typeparam name="T">As of <see cref="TryRead"/>.</typeparam>
    /// <param name="text">What was found.</param>
    /// <param name="example">A number that fits, such as the default.</param>
    public static string Expected<T>(string text, T example)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsWhole<T>())
            return string.Create(CultureInfo.InvariantCulture, $"a number such as {example}");
        ReadOnlySpan<char> digits = text is ['+' or '-', ..] ? text.AsSpan(1) : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return string.Create(CultureInfo.InvariantCulture, $"a whole number such as {example}");
        return text[0] == '-'
            ? string.Create(CultureInfo.InvariantCulture, $"a whole number of at least {T.MinValue}")
            : string.Create(CultureInfo.InvariantCulture, $"a whole number of at most {T.MaxValue}");
    }

    private static bool IsWhole<T>()
        where T : struct => default(T) is not double;
}
