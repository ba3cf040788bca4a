using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;

namespace AnoGan.Training;

/// <summary>
/// Keeps the checkpoints and the diary of a training while it runs, and finds where an interrupted one goes on.
/// </summary>
internal sealed class TrainKeeper : IDisposable
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
    /// <param name="folder">The unfinished folder of the model.</param>
    /// <param name="setup">What is to be trained.</param>
    /// <param name="every">
    /// Steps from one checkpoint to the next; 0 writes them only when a phase ends or the run is stopped.
    /// </param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="openBoard">Opens event files for TensorBoard, given the steps that count; null for none.</param>
    /// <exception cref="AnoGanException">
    /// The checkpoint is one of another setup, or the event files cannot be written.
    /// </exception>
    public TrainKeeper(
        UnfinishedFolder folder, TrainingSetup setup, int every, RunEvents events,
        Func<int, TrainingBoard>? openBoard = null)
    {
        Folder = folder.Path;
        _checkpoints = In(folder.Path);
        StagingPath = Path.Combine(folder.Path, StagingName);
        (_setup, _every, _events) = (setup, every, events);
        Checkpoint? last = _checkpoints.ReadLast(events.Warning);
        if (last is null && _checkpoints.Names().Count > 0)
            events.Warning?.Invoke($"{folder.Path}: no checkpoint in it is whole; the training begins again");
        if (last is not null)
        {
            if (setup.DifferenceFrom(last.State.Setup) is { } difference)
                throw new AnoGanException($"{folder.Path}: the interrupted training cannot go on: {difference}; give "
                    + "the same options and images, or begin again with --overwrite in place of --resume");
            WarnOfVersions(last.State.Versions);
            From = last.Snapshot;
            Last = last.State.Last;
            Written = (From.Phase, From.Step);
        }

        Health = new TrainingHealth(setup.Training, last?.State.Health ?? HealthHistory.Empty);
        Diary = new TrainingDiary(folder.Path, last?.State, openBoard);
    }

    /// <summary>Whether there is a checkpoint of an interrupted training.</summary>
    /// <param name="model">The model directory that it is to make.</param>
    public static bool IsInterrupted(string model) => In(UnfinishedFolder.PathFor(model)).Names().Count > 0;

    /// <summary>What an interrupted training that is whole was about; null where there is none.</summary>
    /// <param name="folder">Its unfinished folder.</param>
    public static TrainingSetup? SetupIn(UnfinishedFolder folder) =>
        In(folder.Path).ReadLast(warning: null)?.State.Setup;

    /// <summary>Where to go on; null to begin.</summary>
    public TrainingSnapshot? From { get; }

    /// <summary>What the last generator step measured; null before the first.</summary>
    public TrainProgress? Last { get; private set; }

    /// <summary>The last checkpoint that is on the disk.</summary>
    public (TrainingPhase Phase, int Step)? Written { get; private set; }

    /// <summary>How the training is doing.</summary>
    public TrainingHealth Health { get; }

    /// <summary>Where the model is written before it is shown.</summary>
    public string StagingPath { get; }

    /// <summary>The unfinished folder, in which the record of the training is.</summary>
    public string Folder { get; }

    /// <summary>What can be watched of the training.</summary>
    public TrainingDiary Diary { get; }

    /// <summary>Where a checkpoint is in the training, in words.</summary>
    public string WrittenInWords => Written switch
    {
        (TrainingPhase.Encoder, var step) => $"step {step} of {_setup.Training.EncoderSteps} of the encoder",
        (_, var step) when _setup.Training.Steps == TrainOptions.MaxSteps => $"step {step}",
        (_, var step) => $"step {step} of {_setup.Training.Steps}",
        null => "the beginning",
    };

    /// <summary>How the training of generator and critic is kept.</summary>
    /// <param name="watch">What measures its health.</param>
    /// <param name="cancellation">Tells an end from an interruption.</param>
    public TrainingHooks<WganState> NetworkHooks(TrainingWatch watch, CancellationToken cancellation) => new()
    {
        From = From is { Phase: TrainingPhase.Networks } ? From : null,
        AfterStep = state =>
        {
            Last = state.Last!;
            Health.Observe(Last);
            WatchCheck? check = watch.IsDue(state.Step) ? watch.Check(state.Networks) : null;
            Diary.Add(Last, check?.Measures);
            if (check is not null)
                Take(check, watch.IntervalAt(state.Step));
            else if (state.Step == 1)
                Diary.Draw(1, watch.DrawSamples(state.Networks), null, watch.IntervalAt(1));
            if (IsDue(state.Step))
                Write(state.Capture());
            _events.Step?.Invoke(Last);
        },
        Ending = state =>
        {
            // Where time decides when a training ends, there was no check after its last step.
            if (!cancellation.IsCancellationRequested && !Diary.HasPictures(state.Step))
            {
                WatchCheck check = watch.Check(state.Networks);
                Diary.Draw(state.Step, check.Samples, check.Reconstructions, watch.IntervalAt(state.Step));
            }

            WriteUnlessThere(TrainingPhase.Networks, state.Step, state.Capture);
        },
    };

    /// <summary>How the training of the encoder is kept.</summary>
    /// <param name="networks">The networks that it is trained for.</param>
    public TrainingHooks<EncoderState> EncoderHooks(TrainedNetworks networks)
    {
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, NamedArray>> weights = WganState.WeightsOf(networks);
        int steps = _setup.Training.EncoderSteps;
        return new TrainingHooks<EncoderState>
        {
            From = From is { Phase: TrainingPhase.Encoder } ? From : null,
            AfterStep = state =>
            {
                Diary.AddEncoderStep(Last!.Step, state.Step, state.Loss);
                if (IsDue(state.Step))
                    Write(state.Capture(weights));
                _events.EncoderSteps?.Invoke(state.Step, steps);
            },
            Ending = state => WriteUnlessThere(TrainingPhase.Encoder, state.Step, () => state.Capture(weights)),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Diary.Dispose();
        if (Written is not null)
            return;
        Diary.Remove();
        Quietly.Do(_checkpoints.RemoveIfEmpty);
    }

    private static CheckpointFolder In(string folder) => new(Path.Combine(folder, CheckpointsName));

    private bool IsDue(int step) => _every > 0 && step % _every == 0;

    // Before its first step, a phase has nothing that the end of the one before it has not.
    private void WriteUnlessThere(TrainingPhase phase, int step, Func<TrainingSnapshot> capture)
    {
        if (step > 0 && Written != (phase, step))
            Write(capture());
    }

    private void Write(TrainingSnapshot snapshot)
    {
        long logBytes = Diary.FlushToDisk();
        _checkpoints.Write(snapshot, files => new CheckpointState
        {
            Format = CheckpointState.FormatName,
            FormatVersion = CheckpointState.CurrentVersion,
            Phase = snapshot.Phase,
            Step = snapshot.Step,
            ImagesDrawn = snapshot.ImagesDrawn,
            Last = Last!,
            Randoms = snapshot.Randoms,
            Health = Health.History,
            LogBytes = logBytes,
            Setup = _setup,
            Versions = RuntimeVersions.Collect(),
            Files = files,
        });
        Written = (snapshot.Phase, snapshot.Step);
    }

    private void Take(WatchCheck check, long interval)
    {
        int step = Last!.Step;
        foreach (HealthWarning warning in Health.Check(step, check.Measures))
        {
            Diary.Add(warning);
            _events.Warning?.Invoke(warning.Text);
        }

        Diary.Draw(step, check.Samples, check.Reconstructions, interval);
        _events.Check?.Invoke(new TrainingCheck(step, check.Measures.SampleDiversity, check.Measures.HeldOutResidual));
    }

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
