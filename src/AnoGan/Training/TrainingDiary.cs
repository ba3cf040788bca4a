using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;

namespace AnoGan.Training;

/// <summary>
/// What can be watched of a training while it runs, and read in its model afterwards: the log, sheets of pictures,
/// curves, and event files for TensorBoard where they are asked for.
/// </summary>
internal sealed class TrainingDiary : IDisposable
{
    private const int StepsOfLine = 10;

    private readonly string _folder;
    private readonly TrainingLog _log;
    private readonly TrainingPictures _pictures;
    private readonly TrainingBoard? _board;

    /// <summary>Begins, or goes back to a checkpoint: what was written after it is deleted.</summary>
    /// <param name="folder">The unfinished folder.</param>
    /// <param name="from">The checkpoint; null to begin.</param>
    /// <param name="openBoard">Opens the event files, given the steps that count; null for none.</param>
    public TrainingDiary(string folder, CheckpointState? from, Func<int, TrainingBoard>? openBoard)
    {
        _folder = folder;
        _pictures = new TrainingPictures(folder);
        int step = from?.Last.Step ?? 0;
        _pictures.GoBackTo(step);
        _board = openBoard?.Invoke(from is { Phase: TrainingPhase.Encoder } ? step + from.Step : step);
        _log = new TrainingLog(folder, from?.LogBytes ?? 0);
    }

    /// <summary>Shows the options and what is trained on; nothing of them changes when a training goes on.</summary>
    /// <param name="setup">The options.</param>
    /// <param name="trainingImages">A sheet of training images.</param>
    public void Begin(TrainingSetup setup, PixelImage trainingImages)
    {
        _pictures.AddTrainingImages(trainingImages);
        _board?.Begin(setup, trainingImages);
    }

    /// <summary>Adds what a generator step measured, every ten steps, and where there was a check.</summary>
    /// <param name="step">What it measured.</param>
    /// <param name="measures">What the check measured; null where there was none.</param>
    public void Add(TrainProgress step, HealthMeasures? measures)
    {
        if (step.Step % StepsOfLine != 0 && step.Step != 1 && measures is null)
            return;
        _log.Add(LineOf(step, measures));
        _board?.Add(_log.Lines[^1]);
    }

    /// <summary>Adds a warning.</summary>
    /// <param name="warning">The warning.</param>
    public void Add(HealthWarning warning) =>
        _log.Add(new LogLine(warning.Step) { Warning = warning.Text, WarningKind = warning.Kind });

    /// <summary>Adds the pictures of a step and draws the curves anew.</summary>
    /// <param name="step">Generator steps made.</param>
    /// <param name="samples">Generated pictures.</param>
    /// <param name="reconstructions">Held-out images; null where none was reconstructed.</param>
    /// <param name="interval">Steps from one check to the next.</param>
    public void Draw(int step, PixelImage samples, PixelImage? reconstructions, long interval)
    {
        _pictures.Add(step, samples, reconstructions);
        _pictures.Thin(step, interval);
        _board?.Add(step, samples, reconstructions);
        WholeFile.Write(CurvesPath, TrainingCurves.Draw(_log.Lines), "--model");
    }

    /// <summary>Whether there are pictures of a step.</summary>
    /// <param name="step">Generator steps made.</param>
    public bool HasPictures(int step) => _pictures.Has(step);

    /// <summary>Adds what a step of the encoder measured, every ten steps.</summary>
    /// <param name="generatorSteps">Generator steps made before.</param>
    /// <param name="step">Steps of the encoder.</param>
    /// <param name="loss">Its loss.</param>
    public void AddEncoderStep(int generatorSteps, int step, double loss)
    {
        if (step % StepsOfLine == 0 || step == 1)
            _board?.AddEncoderLoss(generatorSteps + step, loss);
    }

    /// <summary>Waits until all is on the disk.</summary>
    /// <returns>The log's length in bytes.</returns>
    public long FlushToDisk()
    {
        _log.FlushToDisk();
        _pictures.FlushToDisk();
        return _log.Bytes;
    }

    /// <summary>
    /// Deletes all, once this is disposed: of a training that left nothing to go on from. What cannot be deleted stays,
    /// for why the training ended is what has to be told.
    /// </summary>
    public void Remove()
    {
        Quietly.Do(() => File.Delete(_log.Path));
        Quietly.Do(() => File.Delete(CurvesPath));
        Quietly.Do(_pictures.Clear);
        Quietly.Do(() => _board?.Remove());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _board?.Dispose();
    }

    private string CurvesPath => Path.Combine(_folder, TrainingRecord.CurvesName);

    private static LogLine LineOf(TrainProgress step, HealthMeasures? measures) => new(step.Step)
    {
        WassersteinEstimate = step.WassersteinEstimate,
        Penalty = step.Penalty,
        GeneratorLoss = step.GeneratorLoss,
        SampleDiversity = measures?.SampleDiversity,
        HeldOutResidual = measures?.HeldOutResidual,
        RealImages = step.RealImages,
        ElapsedSeconds = Math.Round(step.ElapsedSeconds, 3),
    };
}
