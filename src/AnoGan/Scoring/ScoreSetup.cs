using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>The loaded model, and what a request's options come to with it.</summary>
internal sealed class ScoreSetup : IDisposable
{
    private readonly TrainedModel _model;
    private readonly SearchOptions _search;
    private readonly TileOptions? _tiles;
    private readonly ScoreRule _rule;

    private ScoreSetup(
        ScoreRequest request, DateTimeOffset now, TrainedModel model, Precision? earlier, int threads, Device device,
        RunNotes notes)
    {
        ModelManifest manifest = model.Manifest;
        (_model, Device) = (model, device);
        RegionFolder.Check(manifest.Setup.Preparation, request.Roi, request.Model);
        _search = ScoreSettings.Search(request, model, earlier, device, notes.Events);
        _tiles = ScoreSettings.Tiles(manifest, request.Stride, request.Model);
        _rule = new ScoreRule(model, _search, request.Kind, request.FalsePositiveRate, _tiles?.Stride);
        if (request.WritesTiles && _tiles is null)
            throw new AnoGanException($"{request.Model}: a model of whole pictures, which has no tiles; leave --tiles "
                + "out, or train with --patch");
        RegionRule? defects = request.FindsDefects
            ? ScoreSettings.Defects(manifest.Calibration, request, notes.Events)
            : null;
        Checks = new ImageChecks
        {
            Images = request.Images,
            Strict = request.Strict,
            Expected = new PictureExpectations(
                new TrainingSides(manifest.Setup.Data.SmallestSide, manifest.Setup.Data.LargestSide),
                manifest.Setup.Network.Channels == 3 && manifest.Setup.Data.ColourImages > 0,
                manifest.Setup.Preparation.MakesLevels),
        };
        Run = Describe(request, now, defects, threads);
    }

    /// <summary>Where it is computed.</summary>
    public Device Device { get; }

    /// <summary>What is said of scored images.</summary>
    public ImageChecks Checks { get; }

    /// <summary>What run.json says of the run before its first image.</summary>
    public RunManifest Run { get; }

    /// <summary>Loads the model; what the request leaves open is as in the run that is resumed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to record as the start, in UTC.</param>
    /// <param name="earlier">The run that is resumed; null where there is none.</param>
    /// <param name="notes">Told what was chosen, and where the false-positive rate cannot be kept.</param>
    /// <exception cref="AnoGanException">The model is damaged, or the options do not apply to it.</exception>
    public static ScoreSetup Load(ScoreRequest request, DateTimeOffset now, RunManifest? earlier, RunNotes notes)
    {
        int threads = ComputeSettings.Threads(request.Threads, earlier?.Threads, notes.Events);
        TorchDevice.SetThreads(threads);
        Device device = ComputeSettings.Device(request.Device, earlier?.Device);
        TrainedModel model = ModelDirectory.Load(request.Model);
        try
        {
            return new ScoreSetup(request, now, model, earlier?.Search?.Precision, threads, device, notes);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What scores with it.</summary>
    /// <param name="events">Told of tiles.</param>
    public ImageScorer Scorer(RunEvents events) =>
        new(_model, _search, _rule, Device, Run.Threads) { Tiles = events.Tiles };

    /// <summary>Warns where the calibration cannot vouch for p-values or verdicts.</summary>
    public void WarnOfCalibration(ScoreRequest request, RunNotes notes) =>
        ScoreSettings.WarnOfCalibration(request, _model.Manifest, _search, _tiles, _rule, notes);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private RunManifest Describe(ScoreRequest request, DateTimeOffset now, RegionRule? defects, int threads) =>
        new()
        {
            Started = now,
            Method = RunManifest.AnoGanMethod,
            Model = FolderName.Of(request.Model),
            ModelHash = _model.Hash,
            Images = FolderName.Of(request.Images),
            Pages = request.Pages,
            Search = _search,
            Stride = _tiles?.Stride,
            Roi = _model.Manifest.Setup.Preparation.Roi?.ToString(),
            RoiFolder = request.Roi is { } masks ? FolderName.Of(masks) : null,
            DefectThreshold = defects?.Threshold,
            DefectMinArea = defects?.MinArea,
            Threads = threads,
            Device = Device.ToString(),
            HeatmapScale = _model.Manifest.Calibration.HeatmapScale,
            FullPictures = request.WritesFullPictures,
            Score = request.Kind,
            FalsePositiveRate = _rule.Rate,
            Threshold = _rule.Threshold,
            NormalScores = _rule.NormalScores,
            ScoredImages = 0,
            FailedImages = 0,
            ElapsedSeconds = 0,
            Versions = RuntimeVersions.Collect(),
            Parts = new RunParts
            {
                Tiles = request.WritesTiles,
                Pictures = request.WritesPictures,
                Report = request.WritesReport,
            },
        };
}
