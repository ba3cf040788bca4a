using System.Text;
using System.Text.RegularExpressions;

namespace AnoGan.Tests.Fuzzing;

/// <summary>
/// Changes JSON and CSV at random: one change or up to three of numbers, words and places, or of single bytes.
/// </summary>
internal static partial class TextMutator
{
    private static readonly string[] Values =
    [
        "0", "-1", "1", "2147483648", "-2147483649", "9223372036854775808", "1e999", "-1e999", "1e-320", "1e308", "NaN",
        "\"NaN\"", "Infinity", "0.5", "1e18", "null", "true", "\"\"", "\"x\"", "[]", "{}", "[null]", "[1,2]",
        "\u001B[31m", "\uFEFF", "=1+1", "'", "\"", ",", "\n", "\r\n", "\\u0000",
    ];

    // Numbers, words in quotes or without, and single signs.
    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][+-]?\d+)?|""[^""\n]*""|\w+|[^\s\w]")]
    private static partial Regex Token();

    /// <summary>A changed copy.</summary>
    /// <param name="seeds">Sound texts in UTF-8, at least one.</param>
    /// <param name="random">Decides everything.</param>
    public static byte[] Mutate(IReadOnlyList<byte[]> seeds, Random random)
    {
        if (random.Next(5) == 0)
            return ByteMutator.Mutate(seeds, random);
        string text = Encoding.UTF8.GetString(seeds[random.Next(seeds.Count)]);
        for (int changes = 1 + random.Next(3) * random.Next(2); changes > 0; changes--)
            text = Change(text, random);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Change(string text, Random random)
    {
        MatchCollection tokens = Token().Matches(text);
        if (tokens.Count < 2)
            return text + Values[random.Next(Values.Length)];
        Match one = tokens[random.Next(tokens.Count)], other = tokens[random.Next(tokens.Count)];
        (Match first, Match second) = one.Index <= other.Index ? (one, other) : (other, one);
        Match[] numbers = [.. tokens.Where(token => char.IsAsciiDigit(token.Value[^1]))];
        Match number = numbers.Length > 0 ? numbers[random.Next(numbers.Length)] : one;
        switch (random.Next(11))
        {
            case 0 or 1 or 2:
                return Replace(text, number, Values[random.Next(Values.Length)]);
            case 3:
                return Replace(text, one, Values[random.Next(Values.Length)]);
            case 4:
                return Replace(Replace(text, second, first.Value), first, second.Value);
            case 5:
                return text[..first.Index] + text[(second.Index + second.Length)..];
            case 6:
                return text[..(second.Index + second.Length)] + text[first.Index..];
            case 7 or 8 or 9: // another number of as many digits
                return Replace(text, number, number.Value[..^1] + random.Next(10));
            default:
                return Replace(
                    text, one,
                    random.Next(4) == 0 ? new string(random.Next(2) == 0 ? '[' : '9', random.Next(70, 5000)) : "");
        }
    }

    private static string Replace(string text, Match token, string value) =>
        text[..token.Index] + value + text[(token.Index + token.Length)..];
}
