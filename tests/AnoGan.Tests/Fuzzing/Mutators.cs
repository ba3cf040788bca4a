using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace AnoGan.Tests.Fuzzing;

/// <summary>Changes bytes at random: one to four changes of the kinds that parsers stumble over.</summary>
internal static class ByteMutator
{
    private static readonly ulong[] Interesting =
    [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, long.MaxValue, 1UL << 63,
        ulong.MaxValue, 0x10000000, 0x4000,
    ];

    /// <summary>A changed copy.</summary>
    /// <param name="seeds">What is sound, at least one; parts of two may be joined.</param>
    /// <param name="random">Decides everything.</param>
    public static byte[] Mutate(IReadOnlyList<byte[]> seeds, Random random)
    {
        byte[] bytes = [.. Pick(seeds, random)];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
            bytes = Change(bytes, seeds, random);
        return bytes;
    }

    private static byte[] Change(byte[] bytes, IReadOnlyList<byte[]> seeds, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];

        // Headers lie at the start, where most of what is interesting is.
        int place = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 64) : bytes.Length);
        int length = random.Next(1, Math.Min(bytes.Length - place, random.Next(2) == 0 ? 4 : 256) + 1);
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                bytes[place] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 3 or 4 or 5:
                Overwrite(bytes.AsSpan(place), Interesting[random.Next(Interesting.Length)], random);
                return bytes;
            case 6:
                return bytes[..place];
            case 7:
                return [.. bytes[..place], .. bytes[(place + length)..]];
            case 8:
                return [.. bytes[..(place + length)], .. bytes[place..]];
            default:
                byte[] other = Pick(seeds, random);
                return [.. bytes[..place], .. other[Math.Min(random.Next(other.Length), place)..]];
        }
    }

    private static void Overwrite(Span<byte> target, ulong value, Random random)
    {
        Span<byte> bytes = stackalloc byte[8];
        int width = 1 << random.Next(4);
        bool isBigEndian = random.Next(2) == 0;
        if (isBigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Span<byte> written = isBigEndian ? bytes[^width..] : bytes[..width];
        written[..Math.Min(width, target.Length)].CopyTo(target);
    }

    private static byte[] Pick(IReadOnlyList<byte[]> seeds, Random random) => seeds[random.Next(seeds.Count)];
}

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

/// <summary>
/// Changes safetensors files at random: their header as text with its length made right, or any of their bytes.
/// </summary>
internal static class WeightMutator
{
    private static readonly float[] Numbers =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 0, -1, 1e-30f,
    ];

    /// <summary>A changed copy.</summary>
    /// <param name="seeds">Sound files, at least one.</param>
    /// <param name="random">Decides everything.</param>
    public static byte[] Mutate(IReadOnlyList<byte[]> seeds, Random random)
    {
        byte[] file = [.. seeds[random.Next(seeds.Count)]];
        int data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        switch (random.Next(4))
        {
            case 0:
                return ByteMutator.Mutate(seeds, random);
            case 1:
                byte[] header = TextMutator.Mutate([file[8..data]], random);
                byte[] length = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                return [.. length, .. header, .. file[data..]];
            case 2:
                BinaryPrimitives.WriteSingleLittleEndian(
                    file.AsSpan(data + 4 * random.Next((file.Length - data) / 4)), Numbers[random.Next(Numbers.Length)]
                );
                return file;
            default:
                file[random.Next(data, file.Length)] ^= (byte)(1 << random.Next(8));
                return file;
        }
    }
}
