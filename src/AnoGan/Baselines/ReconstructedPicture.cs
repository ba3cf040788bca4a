using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Scoring;

namespace AnoGan.Baselines;

/// <summary>
/// A picture whose tiles are being reconstructed: they come in order and add up to its residual map and its score.
/// </summary>
internal sealed class ReconstructedPicture
{
    private readonly TileAssembly _tiles;
    private readonly int _channels;
    private readonly int[] _smoothLevels = new int[ushort.MaxValue + 1];
    private double _residualSum;
    private long _compared;

    /// <summary>Begins a picture.</summary>
    /// <param name="prepared">The picture.</param>
    /// <param name="patch">Side of the tiles in pixels.</param>
    /// <param name="stride">Pixels from one to the next.</param>
    /// <param name="channels">1 or 3.</param>
    public ReconstructedPicture(PreparedImage prepared, int patch, int stride, int channels)
    {
        _channels = channels;
        _tiles = new TileAssembly(prepared, patch, stride, channels, (_, residual) => Math.Min(residual, 1), Count);
    }

    /// <summary>Whether every tile is there.</summary>
    public bool IsComplete => _tiles.IsComplete;

    /// <summary>
    /// Whether anything of the picture was compared: a picture may show no object. All tiles must be there.
    /// </summary>
    public bool IsCompared => _compared > 0;

    /// <summary>
    /// Mean over the 1 % of the compared pixels where the residual, averaged over 5×5 pixels within each tile, is
    /// largest; in [0,1] units. All tiles must be there.
    /// </summary>
    public double Score => MapSummary.MeanOfLargest(_smoothLevels, MapSummary.SpotShare, level => level);

    /// <summary>mean |x - r| over the compared pixels, in [0,1] units. All tiles must be there.</summary>
    public double Residual => _residualSum / _compared;

    /// <summary>The tiles that show something of the object, in order.</summary>
    /// <returns>Arrays of [channels, patch, patch] values in [-1,1].</returns>
    public IEnumerable<float[]> Cut()
    {
        TileGrid grid = _tiles.Grid;
        return Enumerable.Range(0, grid.Count).Where(index => !_tiles.IsEmpty(index)).Select(_tiles.Cut);
    }

    /// <summary>Adds the next tile.</summary>
    /// <param name="tile">x, as <see cref="Cut"/> gives it.</param>
    /// <param name="reconstruction">r, of the same shape.</param>
    public void Add(float[] tile, float[] reconstruction) => _tiles.Add(
        TileRule.SmoothResidual(tile, reconstruction, _channels, _tiles.Grid.Patch),
        ResidualMap.Of(tile, reconstruction, _channels),
        reconstruction);

    /// <summary>
    /// The map of |x - r|, in [0,1] units, and how many of the compared pixels have each of its levels; all tiles must
    /// be there.
    /// </summary>
    public (TileMaps Maps, int[] Levels) ToMaps()
    {
        TiledImage image = _tiles.ToImage();
        return (image.Maps, image.Levels);
    }

    private void Count(double smooth, double residual)
    {
        _smoothLevels[(int)Math.Round(Math.Min(smooth, 1) * ushort.MaxValue)]++;
        _residualSum += residual;
        _compared++;
    }
}
