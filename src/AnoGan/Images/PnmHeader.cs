namespace AnoGan.Images;

/// <summary>The first lines of a PBM, PGM or PPM file.</summary>
internal readonly record struct PnmHeader(char Kind, int Width, int Height, int Maximum)
{
    public bool IsPlain => Kind <= '3';

    public bool IsBitmap => Kind is '1' or '4';

    public int Channels => Kind is '3' or '6' ? 3 : 1;

    public int BitDepth => Maximum > 255 ? 16 : 8;

    public long SampleCount => (long)Width * Height * Channels;

    public long RawBytes => IsBitmap ? (Width + 7L) / 8 * Height : SampleCount * BitDepth / 8;

    /// <summary>Reads from the first byte of the file; the stream is left at the first sample.</summary>
    public static PnmHeader Read(string path, FileStream stream)
    {
        stream.ReadByte();
        char kind = (char)stream.ReadByte();
        int width = ReadNumber(path, stream, int.MaxValue);
        int height = ReadNumber(path, stream, int.MaxValue);
        ImageRefusal.ThrowIfTooLarge(path, width, height);
        int maximum = kind is '1' or '4' ? 1 : ReadNumber(path, stream, 65535);
        if (maximum < 1)
            throw ImageRefusal.Damaged(path, ImageFormat.Pnm, "its greatest sample is 0");
        return new PnmHeader(kind, width, height, maximum);
    }

    /// <summary>Reads a decimal number and the one byte behind it, past blanks and comments before it.</summary>
    /// <param name="path">Named in a refusal.</param>
    /// <param name="stream">The file.</param>
    /// <param name="maximum">The greatest number that is accepted.</param>
    /// <param name="digits">The most digits to take; 1 leaves the byte behind the digit unread.</param>
    public static int ReadNumber(string path, Stream stream, int maximum, int digits = 10)
    {
        int next = stream.ReadByte();
        while (next is ' ' or '\t' or '\n' or '\r' or 0x0B or 0x0C or '#')
        {
            while (next is '#' && stream.ReadByte() is not ('\n' or '\r' or -1))
            {
                // the rest of a comment
            }

            next = stream.ReadByte();
        }

        if (next is < '0' or > '9')
            throw ImageRefusal.Damaged(path, ImageFormat.Pnm, next < 0 ? "it ends too early" : "a number is missing");
        long number = next - '0';
        for (int i = 1; i < digits && (next = stream.ReadByte()) is >= '0' and <= '9'; i++)
            number = number * 10 + next - '0';
        return number <= maximum
            ? (int)number
            : throw ImageRefusal.Damaged(path, ImageFormat.Pnm, $"the number {number} is above {maximum}");
    }
}
