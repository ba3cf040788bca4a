using System.Buffers.Binary;
using System.Security.Cryptography;
using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>Reads a file as the square that a set keeps of it.</summary>
internal static class SquareReader
{
    /// <summary>
    /// Decodes, reduces to grey where nothing or nothing wanted is lost, and fits. What comes out depends on this file
    /// and these options alone, never on the other files of the set.
    /// </summary>
    public static SourceSquare Read(string path, int size, FitMode fit, bool toGrey)
    {
        PixelImage original = ImageCodec.Read(path);
        bool isColour = !PixelConversion.HasEqualChannels(original);
        PixelImage lean = toGrey || !isColour ? PixelConversion.ToGrey(original) : original;
        PixelImage square = FitGeometry.For(lean.Width, lean.Height, size, fit).Apply(lean);
        return new SourceSquare(original, original.Width, original.Height, square, isColour, Hash(square));
    }

    /// <summary>SHA-256 of the size, channels, depth (four little-endian int32) and samples (16-bit ones little-endian).</summary>
    private static byte[] Hash(PixelImage square)
    {
        Span<byte> shape = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(shape, square.Width);
        BinaryPrimitives.WriteInt32LittleEndian(shape[4..], square.Height);
        BinaryPrimitives.WriteInt32LittleEndian(shape[8..], square.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(shape[12..], square.BitDepth);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(shape);
        hash.AppendData(square.Data);
        return hash.GetHashAndReset();
    }
}
