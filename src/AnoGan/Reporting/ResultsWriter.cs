using System.Text.Json;
using AnoGan.Imaging;
using AnoGan.Runtime;
using AnoGan.Scoring;

namespace AnoGan.Reporting;

/// <summary>
/// A results folder: scores.csv, run.json, heatmaps/, overlays/, reconstructions/ and maps/, where defects are asked for
/// regions.csv and masks/ too, and tiles.csv for models of patches; they appear together on <see cref="Commit"/> or not at all.
/// </summary>
public sealed class ResultsWriter : IDisposable
{
    /// <summary>The folder of the 16-bit maps of |x - G(z)| in a results folder.</summary>
    public const string Maps = "maps";

    /// <summary>The folder of the masks of defects, white on black, in a results folder.</summary>
    public const string Masks = "masks";

    // Pixels of the pictures that are made at the same time, unless a single one has more: each takes some 20 bytes.
    private const long PixelsAtOnce = 1 << 26;
    private const string Heatmaps = "heatmaps", Overlays = "overlays", Reconstructions = "reconstructions";

    private static readonly FolderKind Kind = new(RunManifest.FileName, RunManifest.FormatName,
        [
            RunManifest.FileName, ScoreTable.FileName, RegionTable.FileName, TileTable.FileName, MetricsFile.FileName,
            Heatmaps, Overlays, Reconstructions, Maps, Masks,
        ]);

    private readonly StagedFolder _folder;
    private readonly ScoreTable _table;
    private readonly double _heatmapScale;
    private readonly int _threads;
    private readonly RegionRule? _rule;
    private readonly RegionTable? _regions;
    private readonly TileTable? _tiles;
    private readonly List<GrowingFile> _files = [];

    /// <summary>Starts the folder.</summary>
    /// <param name="folder">Where the results are to be: not there yet, empty, or results to replace.</param>
    /// <param name="overwrite">Whether results that stand there are replaced.</param>
    /// <param name="heatmapScale">The residual, in [0,1] units, that heatmaps show in their brightest colour.</param>
    /// <param name="threads">Images whose pictures are written at the same time; fewer where they are large.</param>
    /// <param name="regions">
    /// What counts as a defect: writes regions.csv and masks/, and frames the defects in overlays/. Null writes no defects.
    /// </param>
    /// <param name="writesTiles">Whether tiles.csv is written, a row for each tile.</param>
    /// <exception cref="AnoGanException">Something else stands there.</exception>
    public ResultsWriter(
        string folder, bool overwrite, double heatmapScale, int threads, RegionRule? regions = null, bool writesTiles = false)
        : this(new StagedFolder(folder, overwrite ? Kind : null), heatmapScale, threads, regions, writesTiles, JournalLine.Beginning)
    {
    }

    /// <summary>Starts the folder, or goes on with one, where it stays until it is committed.</summary>
    /// <param name="folder">As in the other constructor.</param>
    /// <param name="overwrite">As in the other constructor.</param>
    /// <param name="heatmapScale">As in the other constructor.</param>
    /// <param name="threads">As in the other constructor.</param>
    /// <param name="regions">As in the other constructor.</param>
    /// <param name="writesTiles">As in the other constructor.</param>
    /// <param name="staging">Where the files are until then.</param>
    /// <param name="done">How much of what stands there is kept.</param>
    internal ResultsWriter(
        string folder, bool overwrite, double heatmapScale, int threads, RegionRule? regions, bool writesTiles, string staging, JournalLine done)
        : this(new StagedFolder(folder, overwrite ? Kind : null, staging), heatmapScale, threads, regions, writesTiles, done)
    {
    }

    private ResultsWriter(StagedFolder folder, double heatmapScale, int threads, RegionRule? regions, bool writesTiles, JournalLine done)
    {
        _folder = folder;
        _heatmapScale = heatmapScale;
        _threads = threads;
        _rule = regions;
        _table = Open(ScoreTable.FileName, done, (writer, hasHeader) => new ScoreTable(writer, hasHeader));
        if (regions is not null)
            _regions = Open(RegionTable.FileName, done, (writer, hasHeader) => new RegionTable(writer, hasHeader));
        if (writesTiles)
            _tiles = Open(TileTable.FileName, done, (writer, hasHeader) => new TileTable(writer, hasHeader));
    }

    /// <summary>Whether a folder holds a finished run.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    public static bool IsThere(string folder) => File.Exists(Path.Combine(folder, RunManifest.FileName));

    /// <summary>Whether a finished run has pictures.</summary>
    /// <param name="folder">Its folder.</param>
    internal static bool HasPictures(string folder) => Directory.Exists(Path.Combine(folder, Heatmaps));

    /// <summary>Whether a finished run has the numbers of tiles.</summary>
    /// <param name="folder">Its folder.</param>
    internal static bool HasTiles(string folder) => File.Exists(Path.Combine(folder, TileTable.FileName));

    /// <summary>Refuses early what the constructor would refuse, without making anything.</summary>
    /// <param name="folder">As in the constructor.</param>
    /// <param name="overwrite">As in the constructor.</param>
    public static void Check(string folder, bool overwrite) => StagedFolder.CheckTarget(folder, overwrite ? Kind : null);

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

        if (!withPictures && _rule is null)
            return;

        ScoredImage[] scored = [.. images.Where(image => image.Error is null)];
        var regions = new IReadOnlyList<DefectRegion>[scored.Length];
        ParallelWork.For(scored.Length, AtOnce(scored), i => regions[i] = WriteImage(scored[i], withPictures));
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
    public void Commit(RunManifest manifest)
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

    private IReadOnlyList<DefectRegion> WriteImage(ScoredImage image, bool withPictures)
    {
        var pictures = new ScorePictures(image, _heatmapScale);
        DefectRegions? defects = _rule is null ? null : pictures.Defects(_rule);
        if (withPictures)
            WritePictures(PictureName.For(image.File.RelativePath), image, pictures, defects);
        return defects?.Regions ?? [];
    }

    // Each picture is gone before the next is made.
    private void WritePictures(string name, ScoredImage image, ScorePictures pictures, DefectRegions? defects)
    {
        Write(Heatmaps, name, pictures.Heatmap());
        Write(Overlays, name, pictures.Overlay(Grey(image), defects?.Regions));
        Write(Reconstructions, name, pictures.Reconstruction());
        Write(Maps, name, pictures.Map());
        if (defects is not null)
            Write(Masks, name, pictures.Mask(defects));
    }

    private static PixelImage Grey(ScoredImage image) =>
        PixelConversion.ToGrey(image.Original ?? ImageCodec.Read(image.File.FullPath));

    private int AtOnce(ScoredImage[] images)
    {
        long largest = images.Select(image => image.Maps).Max(maps => (long?)maps?.Width * maps?.Height) ?? 1;
        return (int)Math.Clamp(PixelsAtOnce / largest, 1, _threads);
    }

    private void Write(string kind, string name, PixelImage picture)
    {
        ImageCodec.WritePng(Path.Combine(_folder.StagingPath, kind, name), picture);
        LargeMemory.Release((long)picture.Width * picture.Height);
    }
}
