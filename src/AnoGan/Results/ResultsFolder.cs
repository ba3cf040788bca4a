using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// The folder that a scoring run makes. It is filled beside its place, and stands there whole on <see cref="Commit"/>
/// or not at all. An unfinished folder has three things: run.json, written before the first image, says what the run
/// is and of which files; results/ is the folder to be; progress.csv grows with its tables. An image is done when its
/// pictures are on the disk and after them its row of scores.csv; to resume is to leave out the images that have one.
/// </summary>
internal sealed class ResultsFolder : IDisposable
{
    // Waiting for the disk takes at most this share of the time.
    private const double KeepingShare = 0.05;

    private readonly string _target;
    private readonly bool _overwrite;
    private readonly UnfinishedFolder? _unfinished;
    private readonly RunEvents _events;
    private readonly Stopwatch _clock = new(), _sinceKept = Stopwatch.StartNew();
    private RunManifest? _run;
    private StagedFolder? _folder;
    private ResultsTables? _tables;
    private PictureWriter? _pictures;
    private double _earlierSeconds, _secondsToKeep;
    private int _keptImages, _keptScored, _totalImages;
    private bool _isCommitted;

    private ResultsFolder(string target, bool overwrite, UnfinishedFolder? unfinished, RunEvents events) =>
        (_target, _overwrite, _unfinished, _events) = (target, overwrite, unfinished, events);

    /// <summary>The run that is resumed, or that is finished; null where this one begins.</summary>
    public RunManifest? Earlier { get; private init; }

    /// <summary>Whether <see cref="Earlier"/> is finished and stands at its place.</summary>
    public bool IsFinished { get; private init; }

    /// <summary>What is known of the images that are done, those of the resumed run too; once it has begun.</summary>
    public ResultsTally Done { get; private set; } = null!;

    private double ElapsedSeconds => _earlierSeconds + _clock.Elapsed.TotalSeconds;

    private bool HasWork => _unfinished is not null && _keptScored > 0;

    /// <summary>
    /// Takes the place of the results, so that no other process writes there, and looks for what a run left.
    /// </summary>
    /// <param name="target">Where the results are to be: not there yet, empty, or results to replace.</param>
    /// <param name="overwrite">Whether results that stand there are replaced.</param>
    /// <param name="resume">Whether an interrupted run is resumed; if not, its work goes.</param>
    /// <param name="events">Told what could not be cleared away.</param>
    /// <exception cref="AnoGanException">Another process works there, or what a run left is damaged.</exception>
    public static ResultsFolder Open(string target, bool overwrite, bool resume, RunEvents events)
    {
        UnfinishedFolder unfinished = UnfinishedFolder.Open(target, ResultsPlace.Unfinished);
        try
        {
            bool isFinished = resume && ResultsPlace.IsFinished(target, overwrite);
            return new ResultsFolder(target, overwrite, unfinished, events)
            {
                IsFinished = isFinished,
                Earlier = isFinished ? ResultsPlace.ReadFinished(target)
                    : resume ? ResultsPlace.ReadUnfinished(unfinished.Path)
                    : null,
            };
        }
        catch
        {
            unfinished.Dispose();
            throw;
        }
    }

    /// <summary>The same for a run that is never resumed, and leaves nothing where it does not end.</summary>
    public static ResultsFolder OpenOnce(string target, bool overwrite, RunEvents events) =>
        new(target, overwrite, unfinished: null, events);

    /// <summary>Begins, or restores what the resumed run has done.</summary>
    /// <param name="run">What is done; counts are not known yet, and seconds those before the first image.</param>
    /// <param name="files">The files to score, in the order of the table.</param>
    /// <param name="expected">What the pictures trained on were like.</param>
    /// <exception cref="AnoGanException">The work is another run's: the first difference.</exception>
    public void Begin(RunManifest run, IReadOnlyList<ImageFile> files, PictureExpectations expected)
    {
        Done = new ResultsTally(expected);
        run = _unfinished is { } unfinished ? RunFolder.Keep(unfinished, () => Restore(unfinished, run, files)) : run;
        _folder = _unfinished is null
            ? new StagedFolder(_target, ResultsPlace.Replaceable(_overwrite))
            : new StagedFolder(_target, ResultsPlace.Replaceable(_overwrite), ResultsPlace.ResultsIn(_unfinished.Path));
        (_run, _totalImages, _keptImages, _keptScored) = (run, files.Count, Done.Images, Done.Scored);
        _tables = new ResultsTables(_folder.StagingPath, ResultsPlace.ProgressIn(_unfinished?.Path), run);
        _pictures = new PictureWriter(_folder.StagingPath, run, run.Parts?.ListedFiles ?? files.Count);
        _earlierSeconds = run.ElapsedSeconds + Done.RestoredSeconds;
        _clock.Start();
    }

    /// <summary>Writes pictures, then rows.</summary>
    /// <param name="images">Scored images, in the order of the table.</param>
    public void Add(IReadOnlyList<ScoredImage> images)
    {
        IReadOnlyList<DefectRegion>[] regions = _pictures!.Write(images);
        for (int i = 0; i < images.Count; i++)
        {
            _tables!.Add(images[i], regions[i], ElapsedSeconds);
            Done.Add(images[i]);
        }

        if (_sinceKept.Elapsed.TotalSeconds >= _secondsToKeep / KeepingShare)
            Keep();
    }

    /// <summary>Completes run.json and shows the folder at its place.</summary>
    /// <param name="warnings">What the user was warned of.</param>
    /// <param name="report">Writes the report into the folder it is given, which has all else; null for none.</param>
    /// <param name="complete">Adds what is known of a shard in the end; null where the run is none.</param>
    public ScoreSummary Commit(
        IReadOnlyList<string> warnings, Action<string>? report = null, Func<RunShard, RunShard>? complete = null)
    {
        Keep();
        _tables!.Dispose();
        RunManifest run = _run! with
        {
            Parts = null,
            Warnings = warnings,
            ScoredImages = Done.Scored,
            FailedImages = Done.Images - Done.Scored,
            ElapsedSeconds = ElapsedSeconds,
            Shard = _run.Shard is { } shard
                ? complete!(shard) with { Tables = RunShard.HashTables(_folder!.StagingPath) }
                : null,
        };
        run.Write(_folder!.StagingPath);
        if (report is not null)
        {
            report(_folder.StagingPath);
            FileSystemCalls.FlushDisk(_folder.StagingPath);
        }

        _folder.Commit();
        _isCommitted = true;
        _unfinished?.ClearAfterwards(_events.Warning);
        return new ScoreSummary(run, _target);
    }

    /// <summary>Whether a failure is one that <see cref="Ended"/> has more to say of than itself.</summary>
    public static bool CanEnd(Exception failure) =>
        failure is OperationCanceledException or AnoGanException or IOException or UnauthorizedAccessException;

    /// <summary>What to throw where the run ends before its last image: what happened, and what is kept.</summary>
    /// <param name="failure">What ended it.</param>
    public Exception Ended(Exception failure)
    {
        try
        {
            if (failure is OperationCanceledException && _tables is not null && _unfinished is not null)
                Keep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = e;
        }

        string images = $"{_keptImages} of {_totalImages} images";
        string kept = HasWork ? $"; {images} are kept in {_unfinished!.Path}, and --resume goes on after them" : "";
        return failure switch
        {
            OperationCanceledException stopped when HasWork => new RunStoppedException(
                $"stopped after {images}; the same command with --resume goes on from there", stopped,
                stopped.CancellationToken),
            AnoGanException when HasWork => new AnoGanException(failure.Message + kept, failure),
            IOException or UnauthorizedAccessException => new AnoGanException($"{_target}: the results cannot be "
                + $"written ({failure.Message}); free space or name another folder{kept}", failure),
            _ => failure,
        };
    }

    /// <summary>What the finished run at the place of the results came to, where this is the same run.</summary>
    /// <param name="run">What this one is.</param>
    /// <param name="files">The files to score.</param>
    /// <exception cref="AnoGanException">The run is another one: the first difference.</exception>
    public ScoreSummary ReadFinished(RunManifest run, IReadOnlyList<ImageFile> files)
    {
        var finished = new ScoreSummary(Earlier!, _target);
        ScoredFile[] rows = [.. finished.Stream().Select(row => Named(row.Path))];
        if (rows.Length != finished.Images)
            throw new AnoGanException($"{Path.Combine(_target, ScoreTable.FileName)}: found {rows.Length} images, "
                + $"expected the {finished.Images} of {RunManifest.FileName}; put back the table that belongs to it, "
                + "or replace the results with --overwrite in place of --resume");
        run = run with { Parts = run.Parts! with { Files = [.. files.Select(file => Named(file.RelativePath))] } };

        // A report changes no score, and is added where there is none.
        RunManifest earlier = finished.Manifest with
        {
            Parts = new RunParts
            {
                Tiles = File.Exists(Path.Combine(_target, TileTable.FileName)),
                Pictures = finished.Manifest.Shard?.Pictures
                    ?? Directory.Exists(Path.Combine(_target, ResultsLayout.Heatmaps)),
                Report = run.Parts.Report,
                Files = rows,
            },
        };
        if (RunDifference.Of(run, earlier, done: 0) is { } difference)
            throw new AnoGanException($"{_target}: finished results stand here, and this run is another one: "
                + $"{difference}; name another folder, or replace them with --overwrite in place of --resume");
        _unfinished!.ClearAfterwards(_events.Warning);
        return finished;
    }

    /// <summary>Removes what was not committed, but for the work of a run that can be resumed.</summary>
    public void Dispose()
    {
        _tables?.Dispose();
        _folder?.Dispose();
        if (_folder is not null && !_isCommitted && !HasWork)
            _unfinished?.ClearAfterwards(_events.Warning);
        _unfinished?.Dispose();
    }

    // Of finished results the names alone are compared.
    private static ScoredFile Named(string path) => new(path, 0, default);

    private RunManifest Restore(UnfinishedFolder unfinished, RunManifest run, IReadOnlyList<ImageFile> files)
    {
        string results = ResultsPlace.ResultsIn(unfinished.Path);
        run = run with
        {
            Started = Earlier?.Started ?? run.Started,
            Parts = run.Parts! with { Files = [.. files.Select(ScoredFile.Of)] },
        };
        if (Earlier is null)
        {
            unfinished.Clear();
        }
        else
        {
            string progress = ResultsPlace.ProgressIn(unfinished.Path)!;
            int done = ResultsTables.KeepWholeRows(results, progress);
            if (RunDifference.Of(run, Earlier, done) is { } difference)
                throw new AnoGanException($"{unfinished.Path}: the interrupted scoring cannot go on: {difference}; "
                    + $"give the same options and images, or {ResultsPlace.Remedy}");
            if (done > 0)
                Done.Restore(results, progress);
        }

        // What is not scored yet is scored as it is now.
        run.Write(unfinished.Path);
        Directory.CreateDirectory(results);
        foreach (string half in Directory.GetFiles(results, ".*.tmp", SearchOption.AllDirectories))
            File.Delete(half);

        // They are on the disk, and may be many.
        return run with { Parts = run.Parts with { Files = [] } };
    }

    // A row is on the disk after all that it speaks of.
    private void Keep()
    {
        var clock = Stopwatch.StartNew();
        FileSystemCalls.FlushDisk(_folder!.StagingPath);
        _tables!.Keep();
        (_keptImages, _keptScored) = (Done.Images, Done.Scored);
        _secondsToKeep = clock.Elapsed.TotalSeconds;
        _sinceKept.Restart();
    }
}
