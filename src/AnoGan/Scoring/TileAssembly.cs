using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Scoring;

/// <summary>A picture whose tiles are being scored: they come in order and leave as rows of its maps.</summary>
internal sealed class TileAssembly
{
    private const int FixedPlanes = 2; // score and residual, before the channels of the reconstruction

    private readonly PreparedImage _prepared;
    private readonly int _channels;
    private readonly Func<double, double, double> _level;
    private readonly Action<double, double>? _compared;
    private readonly TileBlender _blender;
    private readonly ushort[] _map;
    private readonly byte[] _reconstruction;
    private readonly int[] _levels = new int[ushort.MaxValue + 1];
    private readonly List<ScoredTile> _tiles = [];
    private readonly float[] _values;
    private int _next;

    /// <summary>Begins a picture.</summary>
    /// <param name="prepared">The picture.</param>
    /// <param name="patch">Side of the tiles in pixels.</param>
    /// <param name="stride">Pixels from one to the next.</param>
    /// <param name="channels">Of the reconstruction: 1 or 3.</param>
    /// <param name="level">From a blended score and residual to a level in [0,1].</param>
    /// <param name="compared">Told the blended score and residual of every pixel that was compared.</param>
    public TileAssembly(
        PreparedImage prepared, int patch, int stride, int channels, Func<double, double, double> level,
        Action<double, double>? compared = null)
    {
        _prepared = prepared;
        _channels = channels;
        _level = level;
        _compared = compared;
        Grid = TileGrid.For(prepared.Picture.Width, prepared.Picture.Height, patch, stride);
        _blender = new TileBlender(Grid, FixedPlanes + channels, TakeRow);
        _map = new ushort[prepared.Picture.Width * prepared.Picture.Height];
        _reconstruction = new byte[_map.Length * channels];
        _values = new float[(FixedPlanes + channels) * patch * patch];
        SkipEmpty();
    }

    /// <summary>How the tiles cover the picture.</summary>
    public TileGrid Grid { get; }

    /// <summary>Whether every tile is there.</summary>
    public bool IsComplete => _next == Grid.Count;

    /// <summary>Whether a tile shows nothing of the object, so that there is nothing to search.</summary>
    /// <param name="index">Its number.</param>
    public bool IsEmpty(int index) =>
        _prepared.Foreground is { } foreground
        && PatchCutter.ForegroundShare(
            foreground, _prepared.Picture.Width, _prepared.Picture.Height, Grid[index].Left, Grid[index].Top, Grid.Patch
        ) == 0;

    /// <summary>Cuts one tile.</summary>
    /// <param name="index">Its number.</param>
    /// <returns>[channels, patch, patch] in [-1,1].</returns>
    public float[] Cut(int index)
    {
        float[] pixels = new float[_channels * Grid.Patch * Grid.Patch];
        PatchCutter.Cut(_prepared.Picture, Grid[index].Left, Grid[index].Top, Grid.Patch, _channels, pixels);
        return pixels;
    }

    /// <summary>Adds the next tile that is not empty.</summary>
    /// <param name="numbers">Makes its numbers, given where it lies.</param>
    /// <param name="residual">[patch, patch] in [0,1] units.</param>
    /// <param name="generated">[channels, patch, patch] in [-1,1].</param>
    public void Add(Func<Tile, ScoredTile> numbers, ReadOnlySpan<float> residual, ReadOnlySpan<float> generated)
    {
        ScoredTile tile = numbers(Grid[_next]);
        _tiles.Add(tile);
        _values.AsSpan(0, Grid.Patch * Grid.Patch).Fill((float)tile.Score);
        Blend(residual, generated);
    }

    /// <summary>
    /// Adds the next tile that is not empty, where its score differs from pixel to pixel and it has no other numbers.
    /// </summary>
    /// <param name="score">[patch, patch].</param>
    /// <param name="residual">[patch, patch] in [0,1] units.</param>
    /// <param name="generated">[channels, patch, patch] in [-1,1].</param>
    public void Add(ReadOnlySpan<float> score, ReadOnlySpan<float> residual, ReadOnlySpan<float> generated)
    {
        score.CopyTo(_values);
        Blend(residual, generated);
    }

    /// <summary>What the tiles came to; all must be there.</summary>
    public TiledImage ToImage() => new()
    {
        Maps = new TileMaps(_prepared.Geometry, _map, _prepared.Foreground,
            new PixelImage(_prepared.Picture.Width, _prepared.Picture.Height, _channels, 8, _reconstruction)),
        Levels = _levels,
        Tiles = _tiles,
    };

    private void Blend(ReadOnlySpan<float> residual, ReadOnlySpan<float> generated)
    {
        int area = Grid.Patch * Grid.Patch;
        residual.CopyTo(_values.AsSpan(area));
        generated.CopyTo(_values.AsSpan(FixedPlanes * area));
        _blender.Add(_next++, _values);
        SkipEmpty();
    }

    // An empty tile covers background alone, which no map shows.
    private void SkipEmpty()
    {
        while (!IsComplete && IsEmpty(_next))
            _blender.Add(_next++, 0f);
    }

    private void TakeRow(int row, ReadOnlySpan<float> values)
    {
        int width = _prepared.Picture.Width;
        for (int x = 0, i = row * width; x < width; x++, i++)
        {
            bool isCompared = _prepared.Foreground is not { } foreground || foreground[i];
            _map[i] = (ushort)Math.Round(_level(values[x], values[width + x]) * ushort.MaxValue);
            _levels[_map[i]] += isCompared ? 1 : 0;
            if (isCompared)
                _compared?.Invoke(values[x], values[width + x]);
            for (int c = 0; c < _channels; c++)
            {
                float unit = (values[(FixedPlanes + c) * width + x] + 1) / 2;
                _reconstruction[i * _channels + c] = (byte)Math.Round(Math.Clamp(unit, 0, 1) * byte.MaxValue);
            }
        }
    }
}
