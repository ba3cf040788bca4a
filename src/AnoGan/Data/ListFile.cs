using System.Runtime.InteropServices;
using System.Text;
using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>A list of paths in UTF-8, one a line, or one before each NUL character.</summary>
/// <param name="Name">Its path; or what messages call it, where its content is in memory.</param>
/// <param name="Content">Its bytes where they are in memory; null to read the file.</param>
/// <param name="IsNullSeparated">Whether paths end with a NUL character in place of a line break.</param>
internal sealed record ListFile(string Name, ReadOnlyMemory<byte>? Content, bool IsNullSeparated)
{
    private const int BufferBytes = 1 << 16, LineFeed = '\n', CarriageReturn = '\r';

    private const string Lines = "leave --null out for a list with a path a line";

    // Refuses what is no UTF-8, for a path that was read wrongly would be missing.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The paths as they are written, without blank lines, from the first to the last.</summary>
    /// <returns>The path and its number, from 1; blank lines count.</returns>
    /// <exception cref="AnoGanException">
    /// It cannot be read, is no UTF-8, has a line of more than 65,536 bytes, or its separators are others.
    /// </exception>
    public IEnumerable<(int Number, string Path)> Paths()
    {
        using Stream stream = Open();
        byte[] buffer = new byte[BufferBytes];
        int length = 0, number = 0;
        for (bool isEnd = false; !isEnd;)
        {
            int read = Fill(stream, buffer.AsSpan(length));
            isEnd = read == 0;
            length += read;
            int start = number == 0 && buffer.AsSpan(0, length).StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            while (Next(buffer.AsSpan(start, length - start), isEnd) is { } end)
            {
                if (isEnd && IsNullSeparated && number == 0 && buffer.AsSpan(0, length).Contains((byte)LineFeed))
                    throw Refuse(1, "line breaks and no NUL character", "a NUL character behind each path", Lines);
                if (Text(buffer.AsSpan(start, end), ++number) is { } path)
                    yield return (number, path);
                start = Math.Min(start + end + 1, length);
            }

            if (start == 0 && length == buffer.Length)
                throw Refuse(number + 1, $"more than {BufferBytes} bytes", "a path", IsNullSeparated ? Lines
                    : "name a list of paths");
            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length -= start;
        }
    }

    /// <summary>Words the refusal of a line.</summary>
    public AnoGanException Refuse(int number, string found, string expected, string remedy) =>
        new($"{Name}: {(IsNullSeparated ? "path" : "line")} {number}: found {found}, expected {expected}; {remedy}");

    // The length of the next path; null where it is not yet there as a whole.
    private int? Next(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        int end = bytes.IndexOf((byte)(IsNullSeparated ? 0 : LineFeed));
        return end >= 0 ? end : isEnd && bytes.Length > 0 ? bytes.Length : null;
    }

    private string? Text(ReadOnlySpan<byte> bytes, int number)
    {
        if (!IsNullSeparated && bytes is [.. var line, CarriageReturn])
            bytes = line;
        if (!IsNullSeparated && bytes.Contains((byte)0))
            throw Refuse(number, "a NUL character", "a path a line", "give --null for a list such as find -print0 "
                + "writes");
        try
        {
            string text = Utf8.GetString(bytes);
            return IsNullSeparated ? text.Length > 0 ? text : null : string.IsNullOrWhiteSpace(text) ? null : text;
        }
        catch (DecoderFallbackException e)
        {
            throw new AnoGanException(
                Refuse(number, "bytes that are no UTF-8", "text in UTF-8", "write the list in UTF-8").Message, e);
        }
    }

    private Stream Open()
    {
        if (Content is { } content)
            return MemoryMarshal.TryGetArray(content, out ArraySegment<byte> bytes)
                ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
                : new MemoryStream(content.ToArray(), writable: false);
        try
        {
            if (Directory.Exists(Name))
                throw new AnoGanException($"{Name}: found a folder, expected a list of paths; name a file");
            return new FileStream(Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (ImageRefusal.IsIo(e))
        {
            throw ImageRefusal.Io(Name, "read", e);
        }
    }

    private int Fill(Stream stream, Span<byte> room)
    {
        try
        {
            return stream.Read(room);
        }
        catch (IOException e)
        {
            throw ImageRefusal.Io(Name, "read", e);
        }
    }
}
