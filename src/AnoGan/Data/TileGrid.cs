namespace AnoGan.Data;

/// <summary>Where a square of a picture begins.</summary>
/// <param name="Left">Its first column, in pixels.</param>
/// <param name="Top">Its first row, in pixels.</param>
internal readonly record struct Tile(int Left, int Top);

/// <summary>
/// How a picture is covered by squares of one size that may overlap. Along each axis they begin at 0, stride, 2·stride
/// and so on, the last one aligned to the far end. A side that is shorter than a square has one, which begins at 0 and
/// reaches beyond the picture. Tiles are numbered in rows from left to right, rows from top to bottom.
/// </summary>
internal sealed class TileGrid
{
    private TileGrid(int width, int height, int patch, int stride)
    {
        Width = width;
        Height = height;
        Patch = patch;
        Lefts = Positions(width, patch, stride);
        Tops = Positions(height, patch, stride);
        long count = (long)Lefts.Count * Tops.Count;
        if (count > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(stride), stride, $"{count} tiles are too many to be numbered");
        Count = (int)count;
    }

    /// <summary>Width of the picture in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the picture in pixels.</summary>
    public int Height { get; }

    /// <summary>Side of the squares in pixels.</summary>
    public int Patch { get; }

    /// <summary>First columns of the tiles of every row of tiles, ascending.</summary>
    public IReadOnlyList<int> Lefts { get; }

    /// <summary>First rows of the rows of tiles, ascending.</summary>
    public IReadOnlyList<int> Tops { get; }

    /// <summary>Number of tiles, at least 1.</summary>
    public int Count { get; }

    /// <summary>A tile by its number.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public Tile this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new Tile(Lefts[index % Lefts.Count], Tops[index / Lefts.Count]);
        }
    }

    /// <summary>Covers a picture.</summary>
    /// <param name="width">Width of the picture in pixels, at least 1.</param>
    /// <param name="height">Height of the picture in pixels, at least 1.</param>
    /// <param name="patch">Side of the squares in pixels, at least 1.</param>
    /// <param name="stride">
    /// Pixels from one square to the next, 1 to <paramref name="patch"/>, so that no pixel is left out.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is outside its range, or there would be 2^31 tiles or more.
    /// </exception>
    public static TileGrid For(int width, int height, int patch, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, patch);
        return new TileGrid(width, height, patch, stride);
    }

    private static int[] Positions(int side, int patch, int stride)
    {
        if (side <= patch)
            return [0];

        int last = side - patch;
        int[] positions = new int[(int)(((long)last + stride - 1) / stride) + 1];
        for (int i = 0; i < positions.Length - 1; i++)
            positions[i] = i * stride;
        positions[^1] = last;
        return positions;
    }
}
