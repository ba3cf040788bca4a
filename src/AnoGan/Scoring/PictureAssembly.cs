using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>
/// A picture on its way through a reconstructor: its squares are cut, come back judged in their order, and make up its
/// map. A picture that is seen whole is a grid of one square, which needs no putting together. A file that could not be
/// read is a picture without squares.
/// </summary>
internal sealed class PictureAssembly
{
    private readonly TileGrid? _grid;
    private readonly int _channels;
    private readonly List<(Tile Place, SquareNumbers Numbers)> _squares = [];
    private readonly List<PictureTerms> _terms = [];
    private readonly float[]? _positions; // levels by pretrained features, of the pixels of a whole picture's square
    private readonly double _partOfSquares;
    private PreparedImage? _picture;
    private JudgedSquare? _whole;
    private int _next;

    /// <summary>Begins a picture.</summary>
    /// <param name="read">The picture, or why there is none.</param>
    /// <param name="shape">How it becomes squares.</param>
    /// <param name="level">From a blended score and map to a level in [0,1].</param>
    /// <param name="pretrained">How far its pretrained features lie from normal ones; null for none.</param>
    /// <param name="levelOfPosition">From the logarithm of such a distance to a level in [0,1].</param>
    /// <param name="partOfSquares">How loud the squares' levels are beside these on the map, 0 to 1.</param>
    public PictureAssembly(
        ReadPicture read, SquareShape shape, Func<double, double, double> level, PretrainedMap? pretrained = null,
        Func<double, double>? levelOfPosition = null, double partOfSquares = 1)
    {
        _partOfSquares = partOfSquares;
        Source = read with { Prepared = null, View = null };
        Pretrained = pretrained;
        if (read.Prepared is not { } picture)
            return;

        _picture = picture;
        _grid = shape.GridOf(picture);
        _channels = shape.Channels;
        if (picture.Fit is null)
            Canvas = new TileCanvas(
                _grid, _channels, picture.Foreground, level, Positions(_grid.Width, _grid.Height), partOfSquares);
        else
            _positions = Positions(shape.Size, shape.Size);
        SkipEmpty();

        // Between positions linear, in the picture that tiles are cut from, or in the square of a whole one.
        float[]? Positions(int width, int height) => pretrained is null
            ? null
            : FitGeometry.For(width, height, pretrained.Side, FitMode.Pad).Restore(
                Array.ConvertAll(pretrained.Logarithms, log => (float)levelOfPosition!(log)), 1, outside: 0);
    }

    /// <summary>How far its pretrained features lie from normal ones; null where there are none.</summary>
    public PretrainedMap? Pretrained { get; }

    /// <summary>The file, without the prepared picture.</summary>
    public ReadPicture Source { get; }

    /// <summary>Whether every square is there.</summary>
    public bool IsComplete => _grid is null || _next == _grid.Count;

    /// <summary>
    /// The squares that are there, in rows from the top; none where the picture shows no object, or there is none.
    /// </summary>
    public IReadOnlyList<(Tile Place, SquareNumbers Numbers)> Squares => _squares;

    /// <summary>What the score is made from, one a square; none where the method has one number.</summary>
    public IReadOnlyList<PictureTerms> Terms => _terms;

    /// <summary>What the tiles were put together to; null where the picture is seen whole.</summary>
    public TileCanvas? Canvas { get; }

    /// <summary>The levels of the pixels of the only square that were compared.</summary>
    public float[] ComparedLevels => ResidualMap.Compared(_whole!.Map, _picture!.Foreground);

    /// <summary>The maps; every square must be there.</summary>
    public ScoreMaps Maps => Canvas is null
        ? new ScoreMaps(
            _picture!.Geometry, _picture.Fit!, _whole!.Map, _whole.Residual, _whole.Generated, _picture.Foreground)
        : Canvas.ToMaps(_picture!.Geometry);

    /// <summary>Where the tiles lie in the picture of the file; none where the picture is seen whole.</summary>
    public IReadOnlyList<TileBox> Boxes => Canvas is null ? [] : [.. _squares.Select(BoxOf)];

    /// <summary>The squares that show something of the object, in order.</summary>
    public IEnumerable<Square> Cut()
    {
        PreparedImage? picture = _picture;
        for (int i = 0; i < _grid?.Count; i++)
        {
            if (!Square.IsEmpty(picture!.Foreground, _grid, i))
                yield return Square.Cut(picture, _grid, i, _channels);
        }
    }

    /// <summary>Adds the next square, as <see cref="Cut"/> gives them.</summary>
    public void Add(JudgedSquare square)
    {
        _squares.Add((square.Place, square.Numbers));
        if (square.Terms is { } terms)
            _terms.Add(terms);
        if (Canvas is null)
            _whole = _positions is null ? square : square with { Map = Louder(square.Map, _positions) };
        else
            Canvas.Add(_next, square);
        _next++;
        SkipEmpty();
    }

    private float[] Louder(float[] map, float[] positions) =>
        [.. map.Zip(positions, (level, position) => Math.Max((float)_partOfSquares * level, position))];

    // An empty tile covers background alone, which no map shows.
    private void SkipEmpty()
    {
        while (!IsComplete && Square.IsEmpty(_picture!.Foreground, _grid!, _next))
            Canvas!.AddEmpty(_next++);

        // Where nothing is left to be cut, the pixels are not needed any more.
        if (IsComplete)
            _picture = _picture! with { Picture = Nothing };
    }

    private static readonly PixelImage Nothing = new(1, 1, 1, 8, new byte[1]);

    private TileBox BoxOf((Tile Place, SquareNumbers Numbers) square)
    {
        (int x, int y, int width, int height) = _picture!.Geometry.BoxOf(
            square.Place.Left, square.Place.Top, _grid!.Patch, _grid.Patch);
        return new TileBox(x, y, width, height, square.Numbers);
    }
}

/// <summary>What judged tiles are put together to: a map, its histogram, and a reconstruction.</summary>
internal sealed class TileCanvas
{
    private const int FixedPlanes = 3; // score, map and residual, before the channels of the reconstruction

    private readonly TileGrid _grid;
    private readonly int _channels;
    private readonly bool[]? _foreground;
    private readonly Func<double, double, double> _level;
    private readonly TileBlender _blender;
    private readonly float[]? _positions;
    private readonly double _partOfTiles;
    private readonly ushort[] _map, _residual;
    private readonly byte[] _reconstruction;
    private readonly float[] _values;
    private double _residualSum;
    private long _compared;

    /// <summary>Begins a picture.</summary>
    /// <param name="grid">How the tiles cover it.</param>
    /// <param name="channels">Of the reconstruction: 1 or 3.</param>
    /// <param name="foreground">Which of its pixels are compared; null for all.</param>
    /// <param name="level">From a blended score and map to a level in [0,1].</param>
    /// <param name="positions">
    /// [height, width], levels by pretrained features, which the map shows where they are greater; null for none.
    /// </param>
    /// <param name="partOfTiles">How loud the tiles' levels are beside these, 0 to 1.</param>
    public TileCanvas(
        TileGrid grid, int channels, bool[]? foreground, Func<double, double, double> level, float[]? positions = null,
        double partOfTiles = 1)
    {
        _partOfTiles = partOfTiles;
        _positions = positions;
        MapLevels = positions is null ? Levels : new int[ushort.MaxValue + 1];
        _grid = grid;
        _channels = channels;
        _foreground = foreground;
        _level = level;
        _blender = new TileBlender(grid, FixedPlanes + channels, TakeRow);
        _map = new ushort[grid.Width * grid.Height];
        _residual = new ushort[_map.Length];
        _reconstruction = new byte[_map.Length * channels];
        _values = new float[(FixedPlanes + channels) * grid.Patch * grid.Patch];
    }

    /// <summary>How many of the compared pixels have each level that tiles give, [65,536].</summary>
    public int[] Levels { get; } = new int[ushort.MaxValue + 1];

    /// <summary>How many have each level of the map; the same where there are no pretrained features.</summary>
    public int[] MapLevels { get; }

    /// <summary>
    /// How many of the compared pixels have each level of the blended scores, as far as these lie in [0,1]; null where
    /// scores do not differ from pixel to pixel.
    /// </summary>
    public int[]? ScoreLevels { get; private set; }

    /// <summary>Mean of the blended residual over the compared pixels, in [0,1] units.</summary>
    public double MeanResidual => _residualSum / _compared;

    /// <summary>Adds a tile.</summary>
    public void Add(int index, JudgedSquare tile)
    {
        int area = _grid.Patch * _grid.Patch;
        if (tile.Scores is null)
            _values.AsSpan(0, area).Fill((float)tile.Numbers.Score);
        else
            tile.Scores.CopyTo(_values, 0);
        ScoreLevels ??= tile.Scores is null ? null : new int[ushort.MaxValue + 1];
        tile.Map.CopyTo(_values, area);
        tile.Residual.CopyTo(_values, 2 * area);
        tile.Generated.CopyTo(_values, FixedPlanes * area);
        _blender.Add(index, _values);
    }

    /// <summary>Adds a tile that shows nothing of the object.</summary>
    public void AddEmpty(int index) => _blender.Add(index, 0f);

    /// <summary>The maps; every tile must be there.</summary>
    public ScoreMaps ToMaps(PreparedGeometry geometry) =>
        new(
            geometry, _map, _residual, new PixelImage(_grid.Width, _grid.Height, _channels, 8, _reconstruction),
            _foreground);

    private void TakeRow(int row, ReadOnlySpan<float> values)
    {
        int width = _grid.Width;
        for (int x = 0, i = row * width; x < width; x++, i++)
        {
            double score = values[x], residual = values[2 * width + x];
            double ofTiles = _level(score, values[width + x]);
            int level = (int)Math.Round(ofTiles * ushort.MaxValue);
            double shown = _positions is null ? ofTiles : Math.Max(_partOfTiles * ofTiles, _positions[i]);
            _map[i] = (ushort)Math.Round(shown * ushort.MaxValue);
            _residual[i] = (ushort)Math.Round(Math.Clamp(residual, 0, 1) * ushort.MaxValue);
            if (_foreground is null || _foreground[i])
            {
                Levels[level]++;
                if (_positions is not null)
                    MapLevels[_map[i]]++;
                if (ScoreLevels is not null)
                    ScoreLevels[(int)Math.Round(Math.Clamp(score, 0, 1) * ushort.MaxValue)]++;
                _residualSum += residual;
                _compared++;
            }

            for (int c = 0; c < _channels; c++)
            {
                float unit = (values[(FixedPlanes + c) * width + x] + 1) / 2;
                _reconstruction[i * _channels + c] = (byte)Math.Round(Math.Clamp(unit, 0, 1) * byte.MaxValue);
            }
        }
    }
}
