using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>
/// The side of the square that pictures are fitted to where nobody says: their own, and no more than 64, for a step of
/// training costs more the larger they are. Those of up to 32 are enlarged twofold: networks that halve them four times
/// instead of three tell more apart.
/// </summary>
internal static class OwnSize
{
    /// <summary>The largest.</summary>
    public const int Most = 64;

    // All of the usual set; of a large one it is too many to open every file just for its size.
    private const int MostHeaders = 200;

    private const int Least = 8, Step = 4, Small = 32;

    /// <summary>From the files' headers alone.</summary>
    /// <param name="files">At least one.</param>
    /// <param name="preparation">What is done with the pictures before.</param>
    /// <param name="tiles">How they are cut into patches, of 64 pixels then; null where they are seen whole.</param>
    /// <returns>
    /// The longer side of the picture in the middle when they are ordered by it, once shrunk, rounded up to a multiple
    /// of 4, twice that where it is at most 32; from 8 to 64; 64 where no header can be read.
    /// </returns>
    public static int Of(IReadOnlyList<ImageFile> files, Preparation preparation, TileOptions? tiles)
    {
        if (tiles is not null)
            return Most;
        int count = Math.Min(files.Count, MostHeaders);
        int[] sides =
        [
            .. Enumerable.Range(0, count).Select(i => SideOf(files[(int)((long)i * files.Count / count)]))
                .OfType<int>().Order(),
        ];
        return sides.Length == 0 ? Most : Of(preparation.LongerSideOf(sides[sides.Length / 2]));
    }

    /// <summary>Of a picture.</summary>
    /// <param name="longerSide">Its longer side in pixels, once shrunk.</param>
    public static int Of(int longerSide)
    {
        int side = Math.Max((longerSide + Step - 1) / Step * Step, Least);
        return Math.Min(side <= Small ? 2 * side : side, Most);
    }

    // What cannot be read is told of when its pixels are.
    private static int? SideOf(ImageFile file)
    {
        try
        {
            ImageHeader header = file.ReadHeader();
            return Math.Max(header.Width, header.Height);
        }
        catch (AnoGanException)
        {
            return null;
        }
    }
}
