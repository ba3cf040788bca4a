using System.Diagnostics;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// A results folder that stands at its place from its first moment and grows there, for a run that has no last image.
/// run.json comes first; an image is done when its pictures are on the disk and after them its row of scores.csv. What
/// a killed process leaves of later images is cut off by the next one. The folder beside it, which a scoring would keep
/// its work in, is the lock alone.
/// </summary>
internal sealed class LiveResults : IDisposable
{
    private readonly string _target;
    private readonly UnfinishedFolder _held;
    private readonly Stopwatch _clock = new();
    private RunManifest? _run;
    private ResultsTables? _tables;
    private PictureWriter? _pictures;
    private double _earlierSeconds;

    private LiveResults(string target, UnfinishedFolder held) => (_target, _held) = (target, held);

    /// <summary>The watch that is resumed; null where one begins.</summary>
    public RunManifest? Earlier { get; private init; }

    /// <summary>What is known of the images that are done, those of the resumed watch too; once it has begun.</summary>
    public ResultsTally Done { get; private set; } = null!;

    /// <summary>The relative paths of the images that the resumed watch has done.</summary>
    public IReadOnlyList<string> Restored { get; private set; } = [];

    /// <summary>Refuses early what <see cref="Open"/> would refuse, without making anything.</summary>
    /// <exception cref="AnoGanException">Something else stands there, or another process works there.</exception>
    public static void Check(string target)
    {
        UnfinishedFolder.Check(target, ResultsPlace.BeginningWatch);
        if (!ResultsPlace.IsThere(target))
            ResultsPlace.Check(target, overwrite: false);
        else if (RunManifest.Read(target, "name another folder").Watch is null)
            throw new AnoGanException($"{target}: found the results of another run, expected nothing or those of "
                + "`anogan watch`; name another folder");
    }

    /// <summary>Takes the place, so that no other process writes there, and looks for what a watch left.</summary>
    /// <exception cref="AnoGanException">As <see cref="Check"/>.</exception>
    public static LiveResults Open(string target)
    {
        UnfinishedFolder held = UnfinishedFolder.Open(target, ResultsPlace.BeginningWatch);
        try
        {
            return new LiveResults(target, held)
            {
                Earlier = ResultsPlace.IsThere(target) ? RunManifest.Read(target, "name another folder") : null,
            };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes the folder, or restores what the resumed watch has done.</summary>
    /// <param name="run">What is done.</param>
    /// <param name="expected">What the pictures trained on were like.</param>
    /// <exception cref="AnoGanException">What stands there is another watch's, or damaged.</exception>
    public void Begin(RunManifest run, PictureExpectations expected)
    {
        Done = new ResultsTally(expected);
        _run = run with { Watch = run.Parts, Started = Earlier?.Started ?? run.Started };
        RunFolder.Keep(_held, () =>
        {
            if (Earlier is null)
                Make();
            else
                Restore(Earlier);
            OpenTables();
            return true;
        });
        _pictures = new PictureWriter(_target, run, totalImages: 1);
        _earlierSeconds = Done.RestoredSeconds;
        _clock.Start();
    }

    /// <summary>Refuses a folder that is gone: its open tables would take rows that nobody finds.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    public void CheckIsThere()
    {
        if (!File.Exists(Path.Combine(_target, ScoreTable.FileName)) || !ResultsPlace.IsThere(_target))
            throw new IOException("the folder or what stood in it is gone");
    }

    /// <summary>Writes pictures, then rows, and waits until they are on the disk.</summary>
    /// <param name="images">Scored images.</param>
    /// <returns>The same; one whose file changed before it was drawn has an error in place of a score.</returns>
    public IReadOnlyList<ScoredImage> Add(IReadOnlyList<ScoredImage> images)
    {
        CheckIsThere();
        ScoredImage[] written = [.. images];
        IReadOnlyList<DefectRegion>[] regions = Draw(written);
        FileSystemCalls.FlushDisk(_target);
        foreach ((ScoredImage image, IReadOnlyList<DefectRegion> defects) in written.Zip(regions))
            _tables!.Add(image, defects, _earlierSeconds + _clock.Elapsed.TotalSeconds);
        _tables!.Keep();
        foreach (ScoredImage image in written)
            Done.Add(image);
        return written;
    }

    /// <summary>Rewrites run.json with what was done so far.</summary>
    /// <param name="warnings">What the user was warned of.</param>
    /// <param name="report">Writes the report into the folder it is given, which has all else; null for none.</param>
    public ScoreSummary Publish(IReadOnlyList<string> warnings, Action<string>? report)
    {
        CheckIsThere();
        RunManifest run = _run! with
        {
            Parts = null,
            Warnings = warnings,
            ScoredImages = Done.Scored,
            FailedImages = Done.Images - Done.Scored,
            ElapsedSeconds = _earlierSeconds + _clock.Elapsed.TotalSeconds,
        };
        run.Write(_target);

        // Some systems let nobody read a table that is open for writing.
        _tables!.Dispose();
        _tables = null;
        report?.Invoke(_target);
        OpenTables();
        return new ScoreSummary(run, _target);
    }

    /// <summary>What to throw where writing fails: what happened, and what is kept.</summary>
    public AnoGanException Ended(Exception failure)
    {
        string kept = $"{Done.Images} images are kept, and the same command continues after them";
        return failure is AnoGanException
            ? new AnoGanException($"{failure.Message}; {kept}", failure)
            : new AnoGanException($"{_target}: the results cannot be written ({failure.Message}); free space or bring "
                + $"the folder back; {kept}", failure);
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose()
    {
        _tables?.Dispose();
        _held.Dispose();
    }

    private void OpenTables()
    {
        _tables = new ResultsTables(_target, ResultsPlace.ProgressIn(_target), _run!);
        _tables.Keep();
    }

    // The folder appears with its run.json in it, by which all commands know it.
    private void Make()
    {
        _held.Clear();
        using var folder = new StagedFolder(_target, null, ResultsPlace.ResultsIn(_held.Path));
        (_run! with { Parts = null }).Write(folder.StagingPath);
        folder.Commit();
        _held.Clear();
    }

    private void Restore(RunManifest earlier)
    {
        string? difference = earlier.Watch is null ? "it is no watch"
            : _run!.Images != earlier.Images ? $"images of {_run.Images} where they were of {earlier.Images}"
            : RunDifference.OfOptions(_run, earlier with { Parts = earlier.Watch });
        if (difference is not null)
            throw new AnoGanException($"{_target}: the watch cannot continue: {difference}; give the same options, or "
                + "name another folder");
        string progress = ResultsPlace.ProgressIn(_target)!;
        if (ResultsTables.KeepWholeRows(_target, progress, keepsImages: true) > 0)
        {
            Done.Restore(_target, progress);
            Restored = [.. ScoreTable.Stream(_target).Select(row => row.Path)];
        }

        foreach (string half in Directory.GetFiles(_target, ".*.tmp", SearchOption.AllDirectories)
            .Where(path => WholeFile.IsTemporary(Path.GetFileName(path))))
            File.Delete(half);
    }

    // A picture that is too large to be kept in memory is read again to be drawn.
    private IReadOnlyList<DefectRegion>[] Draw(ScoredImage[] images)
    {
        try
        {
            return _pictures!.Write(images);
        }
        catch (AnoGanException)
        {
            ScoredImage[] before = [.. images];
            for (int i = 0; i < images.Length; i++)
            {
                if (LossOf(images[i]) is { } error)
                    images[i] = new ScoredImage { File = images[i].File, Error = error };
            }

            if (before.SequenceEqual(images, ReferenceEqualityComparer.Instance))
                throw;
            return Draw(images);
        }
    }

    private static string? LossOf(ScoredImage image)
    {
        if (image is not { Original: null, Maps: { } maps })
            return null;
        try
        {
            return image.File.Read() is var now && (now.Width, now.Height) == (maps.Width, maps.Height)
                ? null
                : $"{image.File.Name}: changed while it was scored; write it under another name";
        }
        catch (AnoGanException e)
        {
            return e.Message;
        }
    }
}
