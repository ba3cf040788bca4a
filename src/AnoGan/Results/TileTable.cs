using System.Globalization;

namespace AnoGan.Results;

/// <summary>tiles.csv: one row a tile, numbers in invariant culture.</summary>
internal static class TileTable
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "tiles.csv";

    /// <summary>
    /// The columns, in order: the image's path, the tile's box in pixels of the image, and its numbers.
    /// </summary>
    public static readonly IReadOnlyList<string> Columns =
        ["path", "x", "y", "width", "height", "score", "residual", "feature_distance", "z_norm", "steps"];

    /// <summary>The rows of one image.</summary>
    public static IEnumerable<string[]> Rows(string path, IReadOnlyList<TileBox> tiles) =>
        tiles.Select(tile => (string[])
        [
            CellText.Write(path), Number(tile.X), Number(tile.Y), Number(tile.Width), Number(tile.Height),
            Number(tile.Numbers.Score), Number(tile.Numbers.Residual), Number(tile.Numbers.FeatureDistance),
            Number(tile.Numbers.ZNorm), Number(tile.Numbers.Steps),
        ]);

    internal static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>regions.csv: one row a defect, numbers in invariant culture; images without defects have no row.</summary>
internal static class RegionTable
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "regions.csv";

    /// <summary>
    /// The columns, in order: the image's path, the number of the defect from 1 within the image, its box and area in
    /// pixels, the largest and the mean value of the map within it.
    /// </summary>
    public static readonly IReadOnlyList<string> Columns =
        ["path", "region", "x", "y", "width", "height", "area", "peak", "mean"];

    /// <summary>The rows of one image.</summary>
    public static IEnumerable<string[]> Rows(string path, IReadOnlyList<DefectRegion> regions) =>
        regions.Select((region, index) => (string[])
        [
            CellText.Write(path), TileTable.Number(index + 1), TileTable.Number(region.X), TileTable.Number(region.Y),
            TileTable.Number(region.Width), TileTable.Number(region.Height), TileTable.Number(region.Area),
            TileTable.Number(region.Peak), TileTable.Number(region.Mean),
        ]);
}
