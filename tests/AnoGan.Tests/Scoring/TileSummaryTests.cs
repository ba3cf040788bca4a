using AnoGan.Preparing;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class TileSummaryTests
{
    [Fact]
    public void Takes_the_larger_of_spot_and_whole_in_deviations_of_normal_images()
    {
        // 200 pixels: two of the level of 5 deviations, the others of that of 1.
        int five = (int)Math.Round(Math.Log(1 + Math.Exp(5)) / 16 * 65535),
            one = (int)Math.Round(Math.Log(1 + Math.E) / 16 * 65535);
        int[] levels = new int[65536];
        (levels[five], levels[one]) = (2, 198);
        TiledImage image = Image(
            levels, new ScoredTile(0, 0, 9, 1, 0.1, 3, 1, 5, true), new ScoredTile(4, 0, 9, 2, 0.3, 4, 0.5, 5, true));

        TileSummary summary = TileSummary.Of(image, TinyModel.TileScales);

        // The spot, 1 % of the pixels, has mean 3 and deviation 2; the whole -1 and 1/2.
        Assert.Equal(5, image.Spot, 1e-3);
        Assert.Equal((2 * 5 + 198) / 200.0, image.Whole, 1e-3);
        Assert.Equal(Math.Max((5 - 3) / 2.0, (1.04 + 1) / 0.5), summary.Score, 4e-3);
        Assert.Equal(2, summary.PaperScore);
        Assert.Equal((0.2, 3.5, 0.75), (summary.Residual, summary.FeatureDistance, summary.ZNorm));
    }

    private static TiledImage Image(int[] levels, params ScoredTile[] tiles) => new()
    {
        Maps = new TileMaps(PreparedGeometry.Identity(1, 1), [0], null, TinyImages.Constant(1, 1, 0)),
        Levels = levels,
        Tiles = tiles,
    };
}
