using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// The results folder of one shard, read row by row to be merged: rows of scores.csv with those of the other tables and
/// the pictures that belong to each. Nothing in it is changed.
/// </summary>
internal sealed class ShardFolder : IDisposable
{
    private const string Remedy = "score this shard again with --overwrite";

    private readonly string[] _pictureFolders, _drawnFolders;
    private readonly bool _hasThumbnails, _fullPictures;
    private CsvTable? _scores, _tiles, _regions;
    private bool _hasTile, _hasRegion;
    private int _rows;
    private string? _last;

    private ShardFolder(string path, RunManifest run)
    {
        (Path, Run, Facts) = (path, run, run.Shard!);
        _drawnFolders = Facts.Pictures ? [ResultsLayout.Overlays, ResultsLayout.Heatmaps] : [];
        _pictureFolders = !Facts.Pictures ? [] :
        [
            ResultsLayout.Reconstructions, ResultsLayout.Maps, ResultsLayout.Residuals,
            .. run.Regions is null ? (string[])[] : [ResultsLayout.Masks],
        ];
        _hasThumbnails = Facts is { Pictures: true, Report: true };
        _fullPictures = run.FullPictures;
    }

    /// <summary>The folder, as it was named.</summary>
    public string Path { get; }

    /// <summary>Its run.json.</summary>
    public RunManifest Run { get; }

    /// <summary>What that says of the shard.</summary>
    public RunShard Facts { get; }

    /// <summary>The row of scores.csv that is next; null before the first and after the last.</summary>
    public ScoreRow? Current { get; private set; }

    /// <summary>The place of this row among all of one run.</summary>
    public PicturePlace Place { get; private set; }

    /// <summary>Reads run.json, and nothing else yet.</summary>
    /// <exception cref="AnoGanException">The folder is not that of one finished shard.</exception>
    public static ShardFolder Read(string path)
    {
        string missing = $"expected the results of one shard, made by `anogan score --shard`; ";
        if (File.Exists(path))
            throw new AnoGanException($"{path}: found a file, {missing}name its folder");
        if (!ResultsPlace.IsThere(path))
        {
            bool isInterrupted = ResultsPlace.IsThere(UnfinishedFolder.PathFor(path));
            throw new AnoGanException(
                isInterrupted ? $"{path}: found an interrupted scoring, {missing}finish it with --resume"
                : Directory.Exists(path)
                    ? $"{path}: found a folder without {RunManifest.FileName}, {missing}name others"
                : $"{path}: found no such folder, {missing}check the path");
        }

        RunManifest run = RunManifest.Read(path, Remedy);
        if (run.Parts is not null)
            throw new AnoGanException($"{path}: found an interrupted scoring, {missing}finish it with --resume");
        if (run.Shard is not { } shard)
        {
            string found =
                run.Watch is not null ? "the results of a watch"
                : run.MissingShards is null ? "the results of a whole run"
                : "results that were merged";
            throw new AnoGanException($"{path}: found {found}, {missing}leave it out");
        }

        if (shard.Damage() is { } damage)
            throw new AnoGanException(
                $"{System.IO.Path.Combine(path, RunManifest.FileName)}: found {damage}; {Remedy}");
        return new ShardFolder(path, run);
    }

    /// <summary>Refuses a shard whose tables are not those that were written.</summary>
    /// <exception cref="AnoGanException">The first that is not.</exception>
    public void CheckTables()
    {
        IReadOnlyDictionary<string, string> found = RunFolder.Read(Path, () => RunShard.HashTables(Path));
        foreach (string name in Facts.Tables.Keys.Union(found.Keys).Order(StringComparer.Ordinal))
        {
            string table = System.IO.Path.Combine(Path, name);
            if (!found.TryGetValue(name, out string? hash))
                throw new AnoGanException($"{table}: found no such file, expected what was written; {Remedy}");
            if (hash != Facts.Tables.GetValueOrDefault(name))
                throw new AnoGanException($"{table}: found other bytes than were written (the SHA-256 is not that in "
                    + $"{RunManifest.FileName}); {Remedy}");
        }
    }

    /// <summary>Opens the tables and reads the first row.</summary>
    /// <exception cref="AnoGanException">A table cannot be read.</exception>
    public void Open()
    {
        _scores = ScoreTable.Open(System.IO.Path.Combine(Path, ScoreTable.FileName));
        if (Facts.Tiles)
            _hasTile = (_tiles = Details(TileTable.FileName)).Read();
        if (Run.Regions is not null)
            _hasRegion = (_regions = Details(RegionTable.FileName)).Read();
        Next();
    }

    /// <summary>Goes to the next row, which must be one of this shard's and stand in its place.</summary>
    /// <exception cref="AnoGanException">It is not, or there are not as many rows as run.json says.</exception>
    public void Next()
    {
        string? earlier = _last;
        PicturePlace before = Place;
        if (!_scores!.Read())
        {
            Current = null;
            CheckEnd();
            return;
        }

        Current = ScoreTable.ReadRow(_scores);
        _last = Current.Path;
        Place = PicturePlace.Of(Current.Path);
        _rows++;
        if (!PictureName.IsInside(Current.Path) || !Facts.Which.Holds(Place.File))
            throw _scores.Refuse($"{Current.Path}, which is not of shard {Facts.Which}", "its own", Remedy);
        if (earlier is not null && before.CompareTo(Place) >= 0)
            throw _scores.Refuse($"{Current.Path} after {earlier}", "ascending paths", Remedy);
    }

    /// <summary>Copies the rows of the current picture.</summary>
    public void CopyRows(MergedTables tables)
    {
        tables.Scores.Copy(_scores!.Raw);
        while (_hasTile && CellText.Read(_tiles!.Whole("path")) == Current!.Path)
        {
            tables.Tiles!.Copy(_tiles.Raw);
            _hasTile = _tiles.Read();
        }

        while (_hasRegion && CellText.Read(_regions!.Whole("path")) == Current!.Path)
        {
            tables.Regions!.Copy(_regions.Raw);
            _hasRegion = _regions.Read();
        }
    }

    /// <summary>Gives the pictures of the current row a name in another folder.</summary>
    /// <param name="folder">The results folder to be.</param>
    /// <param name="made">Folders that were made in it.</param>
    /// <exception cref="AnoGanException">One is missing.</exception>
    public void LinkPictures(string folder, HashSet<string> made)
    {
        if (Current!.Score is null)
            return;
        bool isJpeg = !_fullPictures && Math.Max(Current.Width ?? 0, Current.Height ?? 0) <= ImageCodec.MaximumJpegSide;
        string png = PictureName.For(Current.Path), drawn = isJpeg ? PictureName.ForJpeg(Current.Path) : png;
        foreach (string kind in _drawnFolders)
            Link(kind, drawn);
        foreach (string kind in _pictureFolders)
            Link(kind, png);
        if (_hasThumbnails)
            Link(ResultsLayout.Thumbnails, PictureName.ForThumbnail(Current.Path));

        void Link(string kind, string name)
        {
            string relative = System.IO.Path.Combine(kind, name), file = System.IO.Path.Combine(Path, relative);
            string target = System.IO.Path.Combine(folder, relative);
            if (!File.Exists(file))
                throw new AnoGanException($"{file}: found no such picture, expected that of {Current.Path}; {Remedy}");
            if (System.IO.Path.GetDirectoryName(target) is { } above && made.Add(above))
                Directory.CreateDirectory(above);
            FileSystemCalls.LinkOrCopy(file, target);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scores?.Dispose();
        _tiles?.Dispose();
        _regions?.Dispose();
    }

    private CsvTable Details(string name) => new(System.IO.Path.Combine(Path, name), ["path"]);

    private void CheckEnd()
    {
        int expected = Run.ScoredImages + Run.FailedImages;
        if (_rows != expected)
            throw new AnoGanException($"{System.IO.Path.Combine(Path, ScoreTable.FileName)}: found {_rows} images, "
                + $"expected {expected} as {RunManifest.FileName} says; {Remedy}");
        if (_hasTile || _hasRegion)
            throw (_hasTile ? _tiles! : _regions!).Refuse("rows of an image that is not next", "those of the images of "
                + ScoreTable.FileName, Remedy);
    }
}

/// <summary>Where a picture stands in the table of a run: by its file's path, then by the number of its page.</summary>
/// <param name="File">Relative path of the file, with forward slashes.</param>
/// <param name="Page">The page, from 1; 0 where the file has one.</param>
internal readonly record struct PicturePlace(string File, int Page) : IComparable<PicturePlace>
{
    /// <summary>Reads it off a path, which a page has its number behind.</summary>
    public static PicturePlace Of(string path)
    {
        int mark = path.LastIndexOf('#');
        return mark > 0 && path.Length - mark is > 1 and < 11
            && !path.AsSpan(mark + 1).ContainsAnyExceptInRange('0', '9')
            && NumberText.TryRead(path.AsSpan(mark + 1), out int page)
            ? new PicturePlace(path[..mark], page)
            : new PicturePlace(path, 0);
    }

    /// <inheritdoc/>
    public int CompareTo(PicturePlace other) =>
        string.CompareOrdinal(File, other.File) is var files and not 0 ? files : Page.CompareTo(other.Page);
}

/// <summary>The tables of merged results while they are written.</summary>
/// <param name="folder">The results folder to be.</param>
/// <param name="shard">Which tables there are.</param>
internal sealed class MergedTables(string folder, ShardFolder shard) : IDisposable
{
    /// <summary>scores.csv.</summary>
    public CopiedTable Scores { get; } = new(folder, ScoreTable.FileName, ScoreTable.Columns);

    /// <summary>tiles.csv; null where there is none.</summary>
    public CopiedTable? Tiles { get; } =
        shard.Facts.Tiles ? new CopiedTable(folder, TileTable.FileName, TileTable.Columns) : null;

    /// <summary>regions.csv; null where there is none.</summary>
    public CopiedTable? Regions { get; } =
        shard.Run.Regions is null ? null : new CopiedTable(folder, RegionTable.FileName, RegionTable.Columns);

    /// <inheritdoc/>
    public void Dispose()
    {
        Scores.Dispose();
        Tiles?.Dispose();
        Regions?.Dispose();
    }
}

/// <summary>A table whose rows are the bytes of others.</summary>
internal sealed class CopiedTable : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Begins the table with its header.</summary>
    public CopiedTable(string folder, string name, IReadOnlyList<string> columns)
    {
        using (var header = new GrowingTable(Path.Combine(folder, name), columns))
            header.Keep();
        _stream = new FileStream(Path.Combine(folder, name), FileMode.Append, FileAccess.Write);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="row">Its bytes, without the line feed.</param>
    public void Copy(ReadOnlySpan<byte> row)
    {
        _stream.Write(row);
        _stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
