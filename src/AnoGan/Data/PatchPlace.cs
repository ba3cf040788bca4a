using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>Where a random patch of a picture lies.</summary>
internal static class PatchPlace
{
    private const int Tries = 20;
    private const double WantedShare = 0.5;

    /// <summary>
    /// Draws places until one shows at least half of its pixels on the object; of twenty that do not, the first with
    /// the most. Places are drawn evenly over the picture and a quarter of a patch beyond its borders, and moved back
    /// inside: tiles that end exactly at a border are a large part of those that cover a picture, but would hardly ever
    /// be drawn.
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
            int left = Along(picture.Width, patch, random),
                top = Along(picture.Height, patch, random);
            double share = PatchCutter.ForegroundShare(
                prepared.Foreground, picture.Width, picture.Height, left, top, patch);
            if (share > bestShare)
                (best, bestShare) = (new Tile(left, top), share);
        }

        return best;
    }

    /// <summary>
    /// One of several tiles of a picture that are spread evenly over it from a random first one; where it shows less
    /// than half of its pixels on the object, the next that does, or the best of twenty.
    /// </summary>
    /// <param name="prepared">The picture.</param>
    /// <param name="grid">How tiles cover it.</param>
    /// <param name="place">Which of them, from 0.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="random">The source of the first one: the same for all of them.</param>
    public static Tile OfGrid(PreparedImage prepared, TileGrid grid, int place, int count, SeededRandom random)
    {
        long first = random.NextInt32(grid.Count) + (long)place * Math.Max(grid.Count / count, 1);
        Tile best = default;
        double bestShare = -1;
        for (int i = 0; i < Math.Min(Tries, grid.Count) && bestShare < WantedShare; i++)
        {
            Tile tile = grid[(int)((first + i) % grid.Count)];
            double share = PatchCutter.ForegroundShare(
                prepared.Foreground, grid.Width, grid.Height, tile.Left, tile.Top, grid.Patch);
            if (share > bestShare)
                (best, bestShare) = (tile, share);
        }

        return best;
    }

    private static int Along(int side, int patch, SeededRandom random)
    {
        int last = Math.Max(side - patch, 0), beyond = last == 0 ? 0 : patch / 4;
        return Math.Clamp(random.NextInt32(last + 1 + 2 * beyond) - beyond, 0, last);
    }
}
