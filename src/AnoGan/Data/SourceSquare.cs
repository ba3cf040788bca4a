using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>A file as networks see it, beside what it was.</summary>
/// <param name="Original">The picture as decoded: own resolution, depth and channels; null where it was let go.</param>
/// <param name="Width">Width of the original in pixels.</param>
/// <param name="Height">Height of the original in pixels.</param>
/// <param name="Square">Fitted to the wanted size; grey where that loses nothing, or where grey was asked for.</param>
/// <param name="IsColour">Whether the original has channels that differ.</param>
/// <param name="Hash">SHA-256 of the square: its size, channels, depth and samples.</param>
internal sealed record SourceSquare(PixelImage? Original, int Width, int Height, PixelImage Square, bool IsColour, byte[] Hash);
