using System.Text.Json;
using AnoGan.Imaging;
using AnoGan.Runtime;
using AnoGan.Scoring;

namespace AnoGan.Reporting;

/// <summary>
/// A results folder: scores.csv, run.json, heatmaps/, overlays/, reconstructions/ and maps/, which appear together on
/// <see cref="Commit"/> or not at all.
/// </summary>
public sealed class ResultsWriter : IDisposable
{
    /// <summary>The folder of the 16-bit maps of |x - G(z)| in a results folder.</summary>
    public const string Maps = "maps";

    private const string Heatmaps = "heatmaps", Overlays = "overlays", Reconstructions = "reconstructions";

    private static readonly FolderKind Kind = new(RunManifest.FileName, RunManifest.FormatName,
        [RunManifest.FileName, ScoreTable.FileName, MetricsFile.FileName, Heatmaps, Overlays, Reconstructions, Maps]);

    private readonly StagedFolder _folder;
    private readonly ScoreTable _table;
    private readonly double _heatmapScale;
    private readonly int _threads;

    /// <summary>Starts the folder.</summary>
    /// <param name="folder">Where the results are to be: not there yet, empty, or results to replace.</param>
    /// <param name="overwrite">Whether results that stand there are replaced.</param>
    /// <param name="heatmapScale">The residual, in [0,1] units, that heatmaps show in their brightest colour.</param>
    /// <param name="threads">Pictures written at the same time.</param>
    /// <exception cref="AnoGanException">Something else stands there.</exception>
    public ResultsWriter(string folder, bool overwrite, double heatmapScale, int threads)
    {
        _folder = new StagedFolder(folder, overwrite ? Kind : null);
        _table = new ScoreTable(File.CreateText(Path.Combine(_folder.StagingPath, ScoreTable.FileName)));
        _heatmapScale = heatmapScale;
        _threads = threads;
    }

    /// <summary>Refuses early what the constructor would refuse, without making anything.</summary>
    /// <param name="folder">As in the constructor.</param>
    /// <param name="overwrite">As in the constructor.</param>
    public static void Check(string folder, bool overwrite) => StagedFolder.CheckTarget(folder, overwrite ? Kind : null);

    /// <summary>Adds rows, and pictures where asked.</summary>
    /// <param name="images">Scored images, in the order of the table.</param>
    /// <param name="withPictures">Whether to write the pictures as well.</param>
    public void Add(IReadOnlyList<ScoredImage> images, bool withPictures)
    {
        ArgumentNullException.ThrowIfNull(images);
        foreach (ScoredImage image in images)
            _table.Add(image);
        if (!withPictures)
            return;

        ScoredImage[] scored = [.. images.Where(image => image.Error is null)];
        ParallelWork.For(scored.Length, _threads, i => WritePictures(scored[i]));
    }

    /// <summary>Writes run.json and shows the folder at its place.</summary>
    /// <param name="manifest">The run.</param>
    public void Commit(RunManifest manifest)
    {
        _table.Dispose();
        using (FileStream stream = File.Create(Path.Combine(_folder.StagingPath, RunManifest.FileName)))
            JsonSerializer.Serialize(stream, manifest, RunJson.Default.RunManifest);
        _folder.Commit();
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        try
        {
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

    private void WritePictures(ScoredImage image)
    {
        PixelImage original = image.Original ?? ImageCodec.Read(image.File.FullPath);
        string name = PictureName.For(image.File.RelativePath);
        var pictures = new ScorePictures(image, _heatmapScale);
        Write(Heatmaps, name, pictures.Heatmap());
        Write(Overlays, name, pictures.Overlay(original));
        Write(Reconstructions, name, pictures.Reconstruction());
        Write(Maps, name, pictures.Map());
    }

    private void Write(string kind, string name, PixelImage picture) =>
        ImageCodec.WritePng(Path.Combine(_folder.StagingPath, kind, name), picture);
}
