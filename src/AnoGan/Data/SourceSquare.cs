using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>A file as networks see it, beside what it was.</summary>
internal sealed record SourceSquare
{
    /// <summary>The picture as decoded: own resolution, depth and channels; null where it was let go.</summary>
    public required PixelImage? Original { get; init; }

    /// <summary>Where the pixels of the square lie in the original.</summary>
    public required SquareGeometry Geometry { get; init; }

    /// <summary>
    /// Prepared and fitted to the wanted size; grey where that loses nothing, or where grey was asked for. The
    /// background has level 0.
    /// </summary>
    public required PixelImage Square { get; init; }

    /// <summary>Of each pixel of the square whether it belongs to the object; null where all do.</summary>
    public required bool[]? Foreground { get; init; }

    /// <summary>Whether the original has channels that differ.</summary>
    public required bool IsColour { get; init; }

    /// <summary>The greatest sample of the original where it has 16 bits; null where it has 8.</summary>
    public required int? GreatestWord { get; init; }

    /// <summary>
    /// SHA-256 of the square: its size, channels, depth and samples, and the foreground where there is one.
    /// </summary>
    public required byte[] Hash { get; init; }

    /// <summary>Width of the original in pixels.</summary>
    public int Width => Geometry.Width;

    /// <summary>Height of the original in pixels.</summary>
    public int Height => Geometry.Height;
}
