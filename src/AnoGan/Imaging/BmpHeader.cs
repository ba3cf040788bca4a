using System.Buffers.Binary;

namespace AnoGan.Imaging;

/// <summary>
/// Looks at a BMP's header before Skia does, which would read towards a place of pixels beyond the end of the file for
/// minutes, and clear memory for pixels that are not there.
/// </summary>
internal static class BmpHeader
{
    // The file header, the information header's length, and its fields up to the compression.
    private const int CoreLength = 26, Length = 34, FileHeaderLength = 14;

    /// <summary>Refuses a file that cannot hold what its header says.</summary>
    /// <param name="path">Named in a refusal.</param>
    /// <param name="stream">The file; it is left at its start.</param>
    /// <exception cref="AnoGanException">It is too short.</exception>
    public static void Check(string path, FileStream stream)
    {
        Span<byte> header = stackalloc byte[Length];
        header.Clear();
        int found = stream.ReadAtLeast(header, Length, throwOnEndOfStream: false);
        long fileLength = stream.Length;
        stream.Position = 0;

        uint pixels = BinaryPrimitives.ReadUInt32LittleEndian(header[10..]);
        uint informationLength = BinaryPrimitives.ReadUInt32LittleEndian(header[14..]);
        if (found < CoreLength || pixels >= fileLength || informationLength > fileLength - FileHeaderLength)
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, "it ends before its pixels");
        if (fileLength - pixels < LeastPixelBytes(header, informationLength))
            throw ImageRefusal.Damaged(path, ImageFormat.Bmp, "it ends too early");
    }

    // Of run-length coded files the least is not known. The last row's padding may be missing.
    private static Int128 LeastPixelBytes(ReadOnlySpan<byte> header, uint informationLength)
    {
        bool isCore = informationLength == 12;
        long width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) : BinaryPrimitives.ReadInt32LittleEndian(header[18..]);
        long height = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(header[20..]) : Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(header[22..]));
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(isCore ? 24 : 28)..]);
        uint compression = isCore ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[30..]);
        if (compression is not (0 or 3) || width < 1 || height < 1)
            return 0;
        Int128 rowBytes = (width * bits + 31) / 32 * 4;
        return rowBytes * (height - 1) + (width * bits + 7) / 8;
    }
}
