namespace AnoGan.Method;

/// <summary>
/// How what is measured on tiles and maps is distributed over normal images; brightness does not enter.
/// </summary>
/// <param name="Texture">Of a tile's texture: logarithm of its distance from the nearest normal ones.</param>
/// <param name="Combined">Of a tile's combined score.</param>
/// <param name="PixelResidual">Of a pixel's residual, averaged with its neighbours: its logarithm.</param>
/// <param name="Spot">Of the mean of an image's map over the 1 % of its pixels furthest from normal.</param>
/// <param name="Whole">Of the mean of an image's map over all its pixels.</param>
public sealed record TileScales(
    TermScale Texture, TermScale Combined, TermScale PixelResidual, TermScale Spot, TermScale Whole)
{
    /// <summary>Whether every number can be used.</summary>
    public bool IsUsable() => new[] { Texture, Combined, PixelResidual, Spot, Whole }.All(scale => scale.IsUsable());
}
