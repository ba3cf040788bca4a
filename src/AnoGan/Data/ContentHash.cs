using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>SHA-256 of what pictures show; file names do not enter.</summary>
internal static class ContentHash
{
    /// <summary>
    /// Hashes a picture: size, channels, depth (four little-endian int32) and samples (16-bit ones little-endian), then
    /// a byte of 0 or 1 a pixel where there is a foreground.
    /// </summary>
    /// <returns>32 bytes.</returns>
    public static byte[] Of(PixelImage picture, bool[]? foreground = null)
    {
        Span<byte> shape = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(shape, picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(shape[4..], picture.Height);
        BinaryPrimitives.WriteInt32LittleEndian(shape[8..], picture.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(shape[12..], picture.BitDepth);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(shape);
        hash.AppendData(picture.Data);
        hash.AppendData(MemoryMarshal.AsBytes(foreground.AsSpan()));
        return hash.GetHashAndReset();
    }

    /// <summary>Hashes a set: its channels (one byte) and the hashes of its pictures, in order.</summary>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string OfSet(int channels, IEnumerable<byte[]> pictures)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)channels]);
        foreach (byte[] picture in pictures)
            hash.AppendData(picture);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
