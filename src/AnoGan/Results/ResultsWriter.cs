using System.Text.Json;
using AnoGan.Runtime;
using AnoGan.Scoring;

namespace AnoGan.Results;

/// <summary>
/// A results folder: scores.csv, run.json, heatmaps/, overlays/, reconstructions/ and maps/, where defects are asked
/// for regions.csv and masks/ too, tiles.csv for models of patches, report.html with thumbnails/; they appear together
/// on
/// <see cref="Commit"/> or not at all.
/// </summary>
internal sealed class ResultsWriter : IDisposable
{
    /// <summary>The folder of the 16-bit maps of |x - G(z)| in a results folder.</summary>
    public const string Maps = "maps";

    /// <summary>The folder of the masks of defects, white on black, in a results folder.</summary>
    public const string Masks = "masks";

    /// <summary>The report for people, in a results folder.</summary>
    public const string Report = "report.html";

    // Pixels of the pictures that are made at the same time, unless a single one has more: each takes some 20 bytes.
    private const long PixelsAtOnce = 1 << 26;

    private readonly StagedFolder _folder;
    private readonly ScoreTable _table;
    private readonly ResultsOptions _options;
    private readonly PictureWriter _pictures;
    private readonly RegionTable? _regions;
    private readonly TileTable? _tiles;
    private readonly List<GrowingFile> _files = [];

    /// <summary>Starts the folder.</summary>
    /// <param name="folder">Where the results are to be: not there yet, empty, or results to replace.</param>
    /// <param name="overwrite">Whether results that stand there are replaced.</param>
    /// <param name="options">What the folder is to hold.</param>
    /// <exception cref="AnoGanException">Something else stands there.</exception>
    public ResultsWriter(string folder, bool overwrite, ResultsOptions options)
        : this(new StagedFolder(folder, overwrite ? ResultsKind.Kind : null), options, JournalLine.Beginning)
    {
    }

    /// <summary>Starts the folder, or goes on with one, where it stays until it is committed.</summary>
    /// <param name="folder">As in the other constructor.</param>
    /// <param name="overwrite">As in the other constructor.</param>
    /// <param name="options">As in the other constructor.</param>
    /// <param name="staging">Where the files are until then.</param>
    /// <param name="done">How much of what stands there is kept.</param>
    internal ResultsWriter(string folder, bool overwrite, ResultsOptions options, string staging, JournalLine done)
        : this(new StagedFolder(folder, overwrite ? ResultsKind.Kind : null, staging), options, done)
    {
    }

    private ResultsWriter(StagedFolder folder, ResultsOptions options, JournalLine done)
    {
        ArgumentNullException.ThrowIfNull(options);
        _folder = folder;
        _options = options;
        _pictures = new PictureWriter(folder.StagingPath, options);
        _table = Open(ScoreTable.FileName, done, (writer, hasHeader) => new ScoreTable(writer, hasHeader));
        if (options.Regions is not null)
            _regions = Open(RegionTable.FileName, done, (writer, hasHeader) => new RegionTable(writer, hasHeader));
        if (options.WritesTiles)
            _tiles = Open(TileTable.FileName, done, (writer, hasHeader) => new TileTable(writer, hasHeader));
    }

    /// <summary>Whether a folder holds a finished run.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    public static bool IsThere(string folder) => File.Exists(Path.Combine(folder, RunManifest.FileName));

    /// <summary>Whether a finished run has pictures.</summary>
    /// <param name="folder">Its folder.</param>
    internal static bool HasPictures(string folder) => Directory.Exists(Path.Combine(folder, PictureWriter.Heatmaps));

    /// <summary>Whether a finished run has the numbers of tiles.</summary>
    /// <param name="folder">Its folder.</param>
    internal static bool HasTiles(string folder) => File.Exists(Path.Combine(folder, TileTable.FileName));

    /// <summary>Whether a folder holds a report; a page of that name by another program is none.</summary>
    /// <param name="folder">The folder.</param>
    public static bool HasReport(string folder) => ResultsKind.IsReport(Path.Combine(folder, Report));

    /// <summary>Refuses early what the constructor would refuse, without making anything.</summary>
    /// <param name="folder">As in the constructor.</param>
    /// <param name="overwrite">As in the constructor.</param>
    public static void Check(string folder, bool overwrite) =>
        StagedFolder.CheckTarget(folder, overwrite ? ResultsKind.Kind : null);

    /// <summary>Adds rows, and pictures where asked.</summary>
    /// <param name="images">Scored images, in the order of the table.</param>
    /// <param name="withPictures">Whether to write the pictures, masks included, beside the tables.</param>
    public void Add(IReadOnlyList<ScoredImage> images, bool withPictures)
    {
        ArgumentNullException.ThrowIfNull(images);
        foreach (ScoredImage image in images)
        {
            _table.Add(image);
            _tiles?.Add(image.File.RelativePath, image.Tiles);
        }

        if (!withPictures && _options.Regions is null)
            return;

        ScoredImage[] scored = [.. images.Where(image => image.Error is null)];
        var regions = new IReadOnlyList<DefectRegion>[scored.Length];
        ParallelWork.For(scored.Length, AtOnce(scored), i => regions[i] = _pictures.Write(scored[i], withPictures));
        for (int i = 0; i < scored.Length; i++)
            _regions?.Add(scored[i].File.RelativePath, regions[i]);
    }

    /// <summary>Waits until all tables and pictures so far are on the disk.</summary>
    /// <returns>The length of each table in bytes, by its name.</returns>
    internal IReadOnlyDictionary<string, long> FlushToDisk()
    {
        _table.Flush();
        _regions?.Flush();
        _tiles?.Flush();
        Dictionary<string, long> lengths = _files.ToDictionary(file => file.Name, file => file.FlushToDisk());
        FileSystemCalls.FlushDisk(_folder.StagingPath);
        return lengths;
    }

    /// <summary>Writes run.json and shows the folder at its place.</summary>
    /// <param name="manifest">The run.</param>
    /// <param name="last">
    /// Writes what needs all other files into the folder that it is given, which is not yet at its place.
    /// </param>
    public void Commit(RunManifest manifest, Action<string>? last = null)
    {
        FlushToDisk();
        _table.Dispose();
        _regions?.Dispose();
        _tiles?.Dispose();
        using (FileStream stream = File.Create(Path.Combine(_folder.StagingPath, RunManifest.FileName)))
        {
            JsonSerializer.Serialize(stream, manifest, RunJson.Default.RunManifest);
            stream.Flush(flushToDisk: true);
        }

        if (last is not null)
        {
            last(_folder.StagingPath);
            FileSystemCalls.FlushDisk(_folder.StagingPath);
        }

        _folder.Commit();
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        try
        {
            using (_regions)
            using (_tiles)
                _table.Dispose();
        }
        catch (IOException)
        {
            // Nothing that was not committed is kept, so a table that cannot be flushed to a full disk is no loss.
        }
        finally
        {
            _folder.Dispose();
        }
    }

    private T Open<T>(string name, JournalLine done, Func<TextWriter, bool, T> table)
    {
        long kept = done.Bytes.GetValueOrDefault(name);
        var file = new GrowingFile(Path.Combine(_folder.StagingPath, name), kept);
        _files.Add(file);
        return table(file.Writer, kept > 0);
    }

    private int AtOnce(ScoredImage[] images)
    {
        long largest = images.Select(image => image.Maps).Max(maps => (long?)maps?.Width * maps?.Height) ?? 1;
        return (int)Math.Clamp(PixelsAtOnce / largest, 1, _options.Threads);
    }
}
