using System.Collections.Concurrent;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>
/// A model that is loaded once and scores one picture after another, from any number of threads at once: each result is
/// that of `anogan score` to the last bit, whichever pictures are scored beside it. Pictures are decoded and prepared
/// on the threads that ask; those that wait are computed together, on one thread. Where there are several such models
/// in a process they take turns, for each uses all the threads that it was given.
/// </summary>
public sealed class WarmScorer : IDisposable
{
    private static readonly FairTurn s_turn = new();

    private readonly TrainedModel _model;
    private readonly FileScorer<SearchResult> _scorer;
    private readonly RegionRule _defects;
    private readonly WarmScorerOptions _options;
    private readonly BlockingCollection<Waiting> _waiting = [];
    private readonly Thread _worker;

    private WarmScorer(TrainedModel model, WarmScorerOptions options, string path, RunEvents events)
    {
        _model = model;
        _options = options;
        RegionFolder.Check(model.Manifest.Setup.Preparation, folder: null, path);
        ScoreRequest request = options.ToRequest(path);
        int threads = ComputeSettings.Threads(options.Threads);
        Device device = ComputeSettings.Device(options.Device);
        bool dependsOnSearch = ScoreRule.DependsOnSearch(model.Networks.Encoder is not null, options.Kind);
        SearchOptions own = model.Manifest.Calibration.Search, search = options.Adjust(own, dependsOnSearch);
        bool isWithoutSteps = search.Steps == 0;
        search = isWithoutSteps
            ? search with { Precision = dependsOnSearch ? own.Precision : Precision.Fp32 }
            : search with
            {
                Precision = ComputeSettings.Precision(
                    options.Precision, dependsOnSearch ? own.Precision : null, device, events),
            };
        TileOptions? tiles = ScoreSettings.Tiles(model.Manifest, stride: null, path);
        Rule = new ScoreRule(model, search, options.Kind, options.FalsePositiveRate, tiles?.Stride);
        ScoreSettings.WarnOfCalibration(
            request, model.Manifest, options.Steps is null ? own : search, tiles, Rule, new RunNotes(events));
        _defects = ScoreSettings.Defects(
            model.Manifest.Calibration, request, options.FindsDefects ? events : new RunEvents());
        TorchDevice.SetThreads(threads);
        _scorer = new ImageScorer(model, search, Rule, device, threads).Files;
        _worker = new Thread(() => Work(threads)) { IsBackground = true, Name = nameof(WarmScorer) };
        _worker.Start();
    }

    /// <summary>What scores mean, and where a verdict begins.</summary>
    public ScoreRule Rule { get; }

    /// <summary>What model.json says.</summary>
    public ModelManifest Manifest => _model.Manifest;

    /// <summary>Loads a model; libtorch must be loaded.</summary>
    /// <param name="model">The model directory.</param>
    /// <param name="options">How it scores; null for the defaults.</param>
    /// <param name="events">Told what the user should know of the calibration; null for nobody.</param>
    /// <exception cref="AnoGanException">An option is out of range, or the model is refused.</exception>
    public static WarmScorer Load(string model, WarmScorerOptions? options = null, RunEvents? events = null)
    {
        options ??= new WarmScorerOptions();
        options.Validate();
        TrainedModel loaded = ModelDirectory.Load(model);
        try
        {
            return new WarmScorer(loaded, options, model, events ?? new RunEvents());
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>Scores a file, or a picture that is in memory.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The result; a picture that cannot be scored has an error instead of a score.</returns>
    /// <exception cref="ObjectDisposedException">The scorer was disposed.</exception>
    public ScoredImage Score(ImageFile file, CancellationToken cancellation = default) =>
        ScoreAsync(file, cancellation).GetAwaiter().GetResult();

    /// <summary>Scores an encoded picture: the bytes of a PNG, a JPEG or another format that is read.</summary>
    /// <param name="name">What the result and messages call it.</param>
    /// <param name="encoded">The bytes; not to be changed meanwhile.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The result; a picture that cannot be scored has an error instead of a score.</returns>
    /// <exception cref="ObjectDisposedException">The scorer was disposed.</exception>
    public ScoredImage Score(string name, byte[] encoded, CancellationToken cancellation = default) =>
        ScoreAsync(name, encoded, cancellation).GetAwaiter().GetResult();

    /// <summary>Decodes and prepares on this thread, and scores without blocking it.</summary>
    /// <inheritdoc cref="Score(ImageFile, CancellationToken)"/>
    public Task<ScoredImage> ScoreAsync(ImageFile file, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ScoreAsync(_scorer.Read(file), cancellation);
    }

    /// <summary>Decodes and prepares on this thread, and scores without blocking it.</summary>
    /// <inheritdoc cref="Score(string, byte[], CancellationToken)"/>
    public Task<ScoredImage> ScoreAsync(string name, byte[] encoded, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(encoded);
        var source = new ImageSource(name, encoded);
        return ScoreAsync(
            _scorer.Read(new ImageFile(name, name, ""), () => ImageCodec.Read(source)), cancellation);
    }

    /// <summary>Ends after the pictures that wait; then the model is disposed.</summary>
    public void Dispose()
    {
        if (_waiting.IsAddingCompleted)
            return;
        _waiting.CompleteAdding();
        _worker.Join();
        _model.Dispose();
    }

    /// <summary>The pictures of a result.</summary>
    internal ScorePictures PicturesOf(ScoredImage image) => new(image, Manifest.Calibration.HeatmapScale);

    /// <summary>The defects of a result, whether they were looked for or not.</summary>
    internal DefectRegions DefectsOf(ScorePictures pictures) => pictures.Defects(_defects);

    private async Task<ScoredImage> ScoreAsync(ReadPicture read, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_waiting.IsAddingCompleted, this);
        if (read.Error is not null)
            return new ScoredImage { File = read.File, Error = read.Error };
        var waiting = new Waiting(read, cancellation);
        try
        {
            _waiting.Add(waiting, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(WarmScorer));
        }

        ScoredImage image = await waiting.Done.Task.WaitAsync(cancellation).ConfigureAwait(false);
        return _options.FindsDefects && image.Error is null
            ? image with { Defects = DefectsOf(PicturesOf(image)) }
            : image;
    }

    // The number of threads is one of each thread's own.
    private void Work(int threads)
    {
        TorchDevice.SetThreads(threads);
        foreach (Waiting first in _waiting.GetConsumingEnumerable())
            s_turn.Take(() => Compute(first));
    }

    // With the first picture come those that wait by the time that they are needed, up to a batch of them.
    private void Compute(Waiting first)
    {
        var taken = new Queue<Waiting>();
        try
        {
            foreach (IReadOnlyList<ScoredImage> group in _scorer.Score(Taken(), CancellationToken.None))
            {
                foreach (ScoredImage image in group)
                    taken.Dequeue().Done.TrySetResult(image);
            }
        }
        catch (Exception e)
        {
            foreach (Waiting waiting in taken)
                waiting.Done.TrySetException(e);
        }

        IEnumerable<ReadPicture> Taken()
        {
            Waiting? next = first;
            for (int count = 0; next is not null; count++)
            {
                if (next.Cancellation.IsCancellationRequested)
                {
                    next.Done.TrySetCanceled(next.Cancellation);
                }
                else
                {
                    taken.Enqueue(next);
                    yield return next.Picture;
                }

                if (count + 1 >= _scorer.Batch || !_waiting.TryTake(out next))
                    next = null;
            }
        }
    }

    private sealed record Waiting(ReadPicture Picture, CancellationToken Cancellation)
    {
        // Whoever waits goes on on a thread of its own, not on the worker.
        public TaskCompletionSource<ScoredImage> Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Lets one thread work at a time, in the order in which they asked.</summary>
internal sealed class FairTurn
{
    private readonly object _gate = new();
    private long _asked, _served;

    /// <summary>Works when it is this thread's turn.</summary>
    public void Take(Action work)
    {
        lock (_gate)
        {
            long own = _asked++;
            while (own != _served)
                Monitor.Wait(_gate);
        }

        try
        {
            work();
        }
        finally
        {
            lock (_gate)
            {
                _served++;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
