using AnoGan.Imaging;
using AnoGan.Preparing;
using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>Where a random patch of a picture lies.</summary>
internal static class PatchPlace
{
    private const int Tries = 20;
    private const double WantedShare = 0.5;

    /// <summary>
    /// Draws places evenly over the picture until one shows at least half of its pixels on the object; of twenty that do
    /// not, the first with the most.
    /// </summary>
    /// <param name="prepared">The picture; where a side is shorter than a patch, that begins at 0.</param>
    /// <param name="patch">Side of the patch in pixels.</param>
    /// <param name="random">The source.</param>
    public static Tile Draw(PreparedImage prepared, int patch, SeededRandom random)
    {
        PixelImage picture = prepared.Picture;
        Tile best = default;
        double bestShare = -1;
        for (int i = 0; i < Tries && bestShare < WantedShare; i++)
        {
            int left = random.NextInt32(Math.Max(1, picture.Width - patch + 1)), top = random.NextInt32(Math.Max(1, picture.Height - patch + 1));
            double share = PatchCutter.ForegroundShare(prepared.Foreground, picture.Width, picture.Height, left, top, patch);
            if (share > bestShare)
                (best, bestShare) = (new Tile(left, top), share);
        }

        return best;
    }
}
