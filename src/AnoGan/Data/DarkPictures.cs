using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>
/// Pictures of 16 bits of which little is used, as cameras of 10 or 12 bits write them: nearly black to the networks.
/// </summary>
internal static class DarkPictures
{
    // An eighth of the range: data of 12 bits takes a sixteenth.
    private const int Least = 1 << 13;

    /// <summary>The greatest sample of a picture of 16 bits; null for one of 8.</summary>
    public static int? GreatestOf(PixelImage picture) =>
        picture.BitDepth == 8 ? null : TensorPrimitives.Max(MemoryMarshal.Cast<byte, ushort>(picture.Data.AsSpan()));

    /// <summary>
    /// Says so in one line with its remedy; null where the levels are spread, or where a step spreads them.
    /// </summary>
    /// <param name="greatest">The greatest sample of all pictures of 16 bits; null where there are none.</param>
    public static string? Warning(int? greatest, Preparation preparation) =>
        Warning(greatest, preparation.MakesLevels);

    /// <summary>The same.</summary>
    /// <param name="greatest">As above.</param>
    /// <param name="spreadsLevels">Whether a step spreads them.</param>
    public static string? Warning(int? greatest, bool spreadsLevels)
    {
        if (greatest is not (> 0 and < Least) || spreadsLevels)
            return null;
        uint high = Math.Max(BitOperations.RoundUpToPowerOf2((uint)greatest + 1) - 1, byte.MaxValue);
        return $"the images of 16 bits have levels of 0 to {greatest} where 65535 is white, and look nearly black: "
            + $"if they have {BitOperations.Log2(high + 1)} bits, use --prepare range:0:{high} of `anogan train` or "
            + "`anogan baseline`";
    }
}
