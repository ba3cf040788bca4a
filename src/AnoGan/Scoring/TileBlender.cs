using AnoGan.Data;

namespace AnoGan.Scoring;

/// <summary>
/// Puts tiles together to the picture that they cover. Where tiles overlap, each counts most in its middle and least at
/// its edge: the weight along each axis is 0.001 + 0.999 · (1 - cos(2π · (i + ½) / patch)) / 2 for its pixel i, and the
/// weights of all tiles over a pixel are scaled to sum to 1. Rows are handed on as soon as no later tile touches them,
/// so that only a band of them, as high as a tile, is held.
/// </summary>
internal sealed class TileBlender
{
    // Pixels that only one tile's edge covers still get their value from it.
    private const double Floor = 0.001;

    private readonly TileGrid _grid;
    private readonly int _planes;
    private readonly BlendedRow _sink;
    private readonly double[] _window;
    private readonly double[] _columnSums, _rowSums;
    private readonly double[][] _band;
    private readonly float[] _row, _constant;
    private int _next;
    private int _rowsDone;

    /// <summary>Starts a picture.</summary>
    /// <param name="grid">How the tiles cover it.</param>
    /// <param name="planes">How many values there are of each pixel, at least 1.</param>
    /// <param name="sink">Takes each row of the picture once, from top to bottom, while tiles are added.</param>
    public TileBlender(TileGrid grid, int planes, BlendedRow sink)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfLessThan(planes, 1);
        ArgumentNullException.ThrowIfNull(sink);
        _grid = grid;
        _planes = planes;
        _sink = sink;
        _window =
        [
            .. Enumerable
                .Range(0, grid.Patch)
                .Select(i => Floor + (1 - Floor) * (1 - Math.Cos(2 * Math.PI * (i + 0.5) / grid.Patch)) / 2),
        ];
        _columnSums = Sums(grid.Lefts, grid.Width);
        _rowSums = Sums(grid.Tops, grid.Height);
        _row = new float[checked(planes * grid.Width)];
        _constant = new float[grid.Patch];
        _band = new double[Math.Min(grid.Patch, grid.Height)][];
        for (int y = 0; y < _band.Length; y++)
            _band[y] = new double[_row.Length];
    }

    /// <summary>Whether all tiles were added and all rows handed on.</summary>
    public bool IsComplete => _next == _grid.Count;

    /// <summary>Adds a tile; what lies beyond the picture is dropped.</summary>
    /// <param name="tileIndex">Its number in the grid: the tiles come in order, each once.</param>
    /// <param name="values">[planes, patch, patch].</param>
    /// <exception cref="ArgumentException">
    /// It is another tile's turn, or the values are too few or too many.
    /// </exception>
    public void Add(int tileIndex, ReadOnlySpan<float> values)
    {
        int area = _grid.Patch * _grid.Patch;
        if (values.Length != _planes * area)
            throw new ArgumentException($"{values.Length} values do not make {_planes} planes of "
                + $"{_grid.Patch}×{_grid.Patch}", nameof(values));

        Blend(tileIndex, values, area, _grid.Patch);
    }

    /// <summary>Adds a tile that is one number, the same in every plane and pixel of it.</summary>
    /// <param name="tileIndex">Its number in the grid: the tiles come in order, each once.</param>
    /// <param name="value">The number, such as the tile's score.</param>
    /// <exception cref="ArgumentException">It is another tile's turn.</exception>
    public void Add(int tileIndex, float value)
    {
        _constant.AsSpan().Fill(value);
        Blend(tileIndex, _constant, 0, 0);
    }

    // The tiles form a grid, so the sum of the weights over a pixel is a product of one for its row and one for its
    // column.
    private double[] Sums(IReadOnlyList<int> positions, int side)
    {
        double[] sums = new double[side];
        foreach (int position in positions)
        {
            for (int i = 0; i < Math.Min(_window.Length, side - position); i++)
                sums[position + i] += _window[i];
        }

        return sums;
    }

    private void Blend(int tileIndex, ReadOnlySpan<float> values, int planeStep, int rowStep)
    {
        if (tileIndex != _next || IsComplete)
            throw new ArgumentException($"tile {tileIndex} of {_grid.Count} where "
                + $"{(IsComplete ? "none" : $"tile {_next}")} comes next", nameof(tileIndex));

        Tile tile = _grid[tileIndex];
        int width = Math.Min(_grid.Patch, _grid.Width - tile.Left),
            height = Math.Min(_grid.Patch, _grid.Height - tile.Top);
        for (int y = 0; y < height; y++)
        {
            for (int plane = 0; plane < _planes; plane++)
            {
                ReadOnlySpan<float> from = values.Slice(plane * planeStep + y * rowStep, width);
                Span<double> to = _band[(tile.Top + y) % _band.Length].AsSpan(plane * _grid.Width + tile.Left, width);
                for (int x = 0; x < width; x++)
                    to[x] += _window[y] * _window[x] * from[x];
            }
        }

        _next++;
        if (_next % _grid.Lefts.Count == 0)
            HandOn(end: IsComplete ? _grid.Height : _grid[_next].Top);
    }

    private void HandOn(int end)
    {
        for (; _rowsDone < end; _rowsDone++)
        {
            double[] sums = _band[_rowsDone % _band.Length];
            for (int plane = 0, i = 0; plane < _planes; plane++)
            {
                for (int x = 0; x < _grid.Width; x++, i++)
                    _row[i] = (float)(sums[i] / (_rowSums[_rowsDone] * _columnSums[x]));
            }

            Array.Clear(sums);
            _sink(_rowsDone, _row);
        }
    }
}

/// <summary>Takes a row of a blended picture; the values are only good until it returns.</summary>
/// <param name="row">Number of the row, from 0 at the top.</param>
/// <param name="values">[planes, width].</param>
internal delegate void BlendedRow(int row, ReadOnlySpan<float> values);
