using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;

namespace AnoGan.Training;

/// <summary>
/// The unfinished folder of a training: its checkpoints, from which an interrupted one is resumed, and its diary.
/// </summary>
internal sealed class TrainingFolder : IDisposable
{
    /// <summary>What an interrupted training leaves.</summary>
    public static readonly UnfinishedKind Kind = new(
        "training", [CheckpointsName, EventListName, .. TrainingRecord.Names, StagingName, $"{StagingName}.old"]);

    /// <summary>The file that names the event files of the training.</summary>
    public const string EventListName = "event-files.txt";

    private const string CheckpointsName = "checkpoints", StagingName = "model";

    private readonly CheckpointFolder _checkpoints;
    private readonly TrainingSetup _setup;
    private readonly int _every;
    private readonly RunEvents _events;

    /// <summary>Looks for a checkpoint and opens the diary.</summary>
    /// <param name="every">
    /// Steps from one checkpoint to the next; 0 writes them only when a phase ends or the run is stopped.
    /// </param>
    /// <param name="openBoard">Opens event files for TensorBoard, given the steps that count; null for none.</param>
    /// <exception cref="AnoGanException">
    /// The checkpoint is one of another setup, or the event files cannot be written.
    /// </exception>
    public TrainingFolder(
        UnfinishedFolder folder, TrainingSetup setup, int every, RunEvents events,
        Func<int, TrainingBoard>? openBoard = null)
    {
        Path = folder.Path;
        _checkpoints = In(folder.Path);
        StagingPath = System.IO.Path.Combine(folder.Path, StagingName);
        (_setup, _every, _events) = (setup, every, events);
        Checkpoint? last = _checkpoints.ReadLast(events.Warning);
        if (last is null && _checkpoints.Names().Count > 0)
            events.Warning?.Invoke($"{folder.Path}: no checkpoint in it is whole; the training begins again");
        if (last is not null)
        {
            if (setup.DifferenceFrom(last.Setup) is { } difference)
                throw new AnoGanException($"{folder.Path}: the interrupted training cannot go on: {difference}; give "
                    + "the same options and images, or begin again with --overwrite in place of --resume");
            WarnOfVersions(last.Versions);
            From = last.Snapshot;
            (Last, EncoderSteps, SegmenterSteps) = (last.Last, last.EncoderSteps, last.SegmenterSteps);
        }

        Health = new TrainingHealth(setup.Training, last?.Health ?? HealthHistory.Empty);
        Diary = new TrainingDiary(folder.Path, last, openBoard);
    }

    /// <summary>Whether there is a checkpoint of an interrupted training.</summary>
    /// <param name="model">The model directory that it is to make.</param>
    public static bool IsInterrupted(string model) => In(UnfinishedFolder.PathFor(model)).Names().Count > 0;

    /// <summary>What an interrupted training that is whole was about; null where there is none.</summary>
    /// <param name="folder">Its unfinished folder.</param>
    public static TrainingSetup? SetupIn(UnfinishedFolder folder) =>
        In(folder.Path).ReadLast(warning: null)?.Setup;

    /// <summary>Where to resume; null to begin.</summary>
    public TrainingSnapshot? From { get; }

    /// <summary>The last generator step of the last checkpoint on the disk; null where there is none.</summary>
    public TrainStep? Last { get; private set; }

    /// <summary>Steps of the encoder in the last checkpoint on the disk.</summary>
    public int EncoderSteps { get; private set; }

    /// <summary>Steps of the segmenter in it.</summary>
    public int SegmenterSteps { get; private set; }

    /// <summary>How the training is doing.</summary>
    public TrainingHealth Health { get; }

    /// <summary>Where the model is written before it is shown.</summary>
    public string StagingPath { get; }

    public string Path { get; }

    /// <summary>What can be watched of the training.</summary>
    public TrainingDiary Diary { get; }

    /// <summary>Where the last checkpoint is in the training, in words.</summary>
    public string LastInWords =>
        SegmenterSteps > 0 ? $"step {SegmenterSteps} of the segmenter"
        : EncoderSteps > 0 ? $"step {EncoderSteps} of the encoder"
        : Last is null ? "the beginning"
        : $"step {Last.Step}";

    /// <summary>Whether a checkpoint is due after a step of any phase.</summary>
    public bool IsDue(int step) => _every > 0 && step % _every == 0;

    /// <summary>Whether the last checkpoint is that of a state.</summary>
    public bool Has(int step, int encoderSteps) => Last?.Step == step && EncoderSteps == encoderSteps;

    /// <summary>Writes a checkpoint, once the log and the pictures up to it are on the disk.</summary>
    public void Write(TrainingSnapshot snapshot)
    {
        long logBytes = Diary.FlushToDisk();
        _checkpoints.Write(new Checkpoint
        {
            Format = Checkpoint.FormatName,
            FormatVersion = Checkpoint.CurrentVersion,
            Last = snapshot.Last,
            EncoderSteps = snapshot.EncoderSteps,
            SegmenterSteps = snapshot.SegmenterSteps,
            Noise = snapshot.Noise,
            Curve = snapshot.Curve,
            Health = Health.History,
            LogBytes = logBytes,
            Setup = _setup,
            Versions = RuntimeVersions.Collect(),
            Files = new Dictionary<string, string>(),
            Arrays = snapshot.Arrays,
        });
        (Last, EncoderSteps, SegmenterSteps) =
            (snapshot.Last, snapshot.EncoderSteps, snapshot.SegmenterSteps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Diary.Dispose();
        if (Last is not null)
            return;
        Diary.Remove();
        Quietly.Do(_checkpoints.RemoveIfEmpty);
    }

    private static CheckpointFolder In(string folder) => new(System.IO.Path.Combine(folder, CheckpointsName));

    private void WarnOfVersions(IReadOnlyDictionary<string, string> before)
    {
        foreach ((string name, string now) in RuntimeVersions.Collect())
        {
            string? earlier = before.GetValueOrDefault(name);
            if (earlier != now)
                _events.Warning?.Invoke($"the training began with {name} {earlier} and goes on with {now}: its last "
                    + "bits may differ from those of an uninterrupted one");
        }
    }
}
