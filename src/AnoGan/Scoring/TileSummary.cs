using AnoGan.Method;

namespace AnoGan.Scoring;

/// <summary>The numbers of a picture that was scored by tiles.</summary>
/// <param name="Score">
/// The larger of two numbers of the map, each in standard deviations above normal images: the mean over the 1 % of the
/// pixels furthest from normal, for a defect is small, and that over all pixels, for a surface may be wrong as a whole.
/// </param>
/// <param name="PaperScore">The largest of the tiles' paper scores.</param>
/// <param name="Residual">Mean over the tiles, in [0,1] units.</param>
/// <param name="FeatureDistance">Mean over the tiles.</param>
/// <param name="ZNorm">Mean over the tiles.</param>
public sealed record TileSummary(double Score, double PaperScore, double Residual, double FeatureDistance, double ZNorm)
{
    /// <summary>Sums up one picture.</summary>
    /// <param name="image">The picture, with at least one tile.</param>
    /// <param name="scales">Distributions over normal images.</param>
    public static TileSummary Of(TiledImage image, TileScales scales)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(scales);
        return new TileSummary(
            Math.Max(scales.Spot.Standardise(image.Spot), scales.Whole.Standardise(image.Whole)),
            image.Tiles.Max(tile => tile.PaperScore),
            image.Tiles.Average(tile => tile.Residual),
            image.Tiles.Average(tile => tile.FeatureDistance),
            image.Tiles.Average(tile => tile.ZNorm));
    }
}
