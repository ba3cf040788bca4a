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
    public TrainingDiary(string folder, Checkpoint? from, Func<int, TrainingBoard>? openBoard)
    {
        _folder = folder;
        _pictures = new TrainingPictures(folder);
        int step = from?.Last.Step ?? 0;
        _pictures.GoBackTo(step);
        _board = openBoard?.Invoke(step + (from?.EncoderSteps ?? 0) + (from?.SegmenterSteps ?? 0));
        _log = new TrainingLog(folder, from?.LogBytes ?? 0);
    }

    /// <summary>Shows the options and what is trained on; nothing of them changes when a training is resumed.</summary>
    /// <param name="setup">The options.</param>
    /// <param name="trainingImages">A sheet of training images.</param>
    public void Begin(TrainingSetup setup, PixelImage trainingImages)
    {
        _pictures.AddTrainingImages(trainingImages);
        _board?.Begin(setup, trainingImages);
    }

    /// <summary>Shows the defects that the segmenter is trained on.</summary>
    /// <param name="sheet">A sheet of some.</param>
    public void ShowDefects(PixelImage sheet) => _pictures.AddMadeDefects(sheet);

    /// <summary>Adds what a generator step measured, every ten steps, and where there was a check.</summary>
    /// <param name="step">What it measured.</param>
    /// <param name="measures">What the check measured; null where there was none.</param>
    public void Add(TrainStep step, HealthMeasures? measures)
    {
        if (step.Step % StepsOfLine != 0 && step.Step != 1 && measures is null)
            return;
        _log.Add(LineOf(step, measures));
        _board?.Add(_log.Lines[^1]);
    }

    public void Add(HealthWarning warning) =>
        _log.Add(new LogLine(warning.Step) { Warning = warning.Text, WarningKind = warning.Kind });

    /// <summary>Adds the sheets of a step, thins out earlier ones, and draws the curves anew.</summary>
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

    /// <summary>Whether there are sheets of a generator step.</summary>
    public bool HasPictures(int step) => _pictures.Has(step);

    /// <summary>Adds what a step of the encoder or the segmenter measured, every ten steps.</summary>
    /// <param name="phase">Of which.</param>
    /// <param name="earlierSteps">Steps of the phases before.</param>
    /// <param name="step">Steps of this one.</param>
    /// <param name="loss">Its loss.</param>
    public void AddStep(string phase, int earlierSteps, int step, double loss)
    {
        if (step % StepsOfLine == 0 || step == 1)
            _board?.AddLoss(phase, earlierSteps + step, loss);
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
    /// Deletes all, once this is disposed: of a training that left nothing to resume from. What cannot be
    /// deleted stays, for why the training ended is what has to be reported.
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

    private static LogLine LineOf(TrainStep step, HealthMeasures? measures) => new(step.Step)
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

/// <summary>
/// Keeps the sheets of pictures of a training in its unfinished folder, under the names that they have in the model.
/// </summary>
/// <param name="folder">The unfinished folder.</param>
internal sealed class TrainingPictures(string folder)
{
    private readonly List<string> _unflushed = [];

    /// <summary>Puts the sheet of training images there.</summary>
    /// <param name="sheet">The sheet.</param>
    public void AddTrainingImages(PixelImage sheet) =>
        Write(Path.Combine(folder, TrainingRecord.TrainingImagesName), sheet);

    /// <summary>Puts the sheet of made defects there.</summary>
    /// <param name="sheet">The sheet.</param>
    public void AddMadeDefects(PixelImage sheet) => Write(Path.Combine(folder, TrainingRecord.MadeDefectsName), sheet);

    /// <summary>Adds the sheets of a step.</summary>
    /// <param name="step">Generator steps made.</param>
    /// <param name="samples">Generated pictures.</param>
    /// <param name="reconstructions">Held-out images; null for none.</param>
    public void Add(int step, PixelImage samples, PixelImage? reconstructions)
    {
        Write(PathOf(TrainingRecord.SamplesName, step), samples);
        if (reconstructions is not null)
            Write(PathOf(TrainingRecord.ReconstructionsName, step), reconstructions);
    }

    /// <summary>Whether the generated pictures of a step are there.</summary>
    /// <param name="step">Generator steps made.</param>
    public bool Has(int step) => File.Exists(PathOf(TrainingRecord.SamplesName, step));

    /// <summary>
    /// Deletes sheets of the past until they are as far apart as those that are to come: about 40 stay, however long
    /// the run. Which ones is a function of the last step alone, so that it is the same for a resumed run.
    /// </summary>
    /// <param name="last">The last step of which there is a sheet; it stays, as does the first.</param>
    /// <param name="interval">Steps from one check to the next.</param>
    public void Thin(int last, long interval) => Delete(step => step != 1 && step != last && step % interval != 0);

    /// <summary>Deletes the sheets of steps that are to be made again.</summary>
    /// <param name="step">The last step that counts.</param>
    public void GoBackTo(int step) => Delete(other => other > step);

    /// <summary>Deletes everything; a folder stays if somebody put something else into it.</summary>
    public void Clear()
    {
        File.Delete(Path.Combine(folder, TrainingRecord.TrainingImagesName));
        File.Delete(Path.Combine(folder, TrainingRecord.MadeDefectsName));
        Delete(_ => true);
        foreach (
            string sheets in TrainingRecord.Folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            if (!Directory.EnumerateFileSystemEntries(sheets).Any())
                Directory.Delete(sheets);
        }
    }

    /// <summary>Waits until all sheets are on the disk.</summary>
    public void FlushToDisk()
    {
        foreach (string path in _unflushed.Where(File.Exists))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            stream.Flush(flushToDisk: true);
        }

        _unflushed.Clear();
    }

    private void Write(string path, PixelImage sheet)
    {
        ImageCodec.WritePng(path, sheet);
        _unflushed.Add(path);
    }

    private string PathOf(string name, int step) => Path.Combine(folder, name, TrainingRecord.SheetName(step));

    private void Delete(Predicate<int> isDeleted)
    {
        foreach (
            (int step, string path) in TrainingRecord.Folders.SelectMany(name => TrainingRecord.Sheets(folder, name)))
        {
            if (isDeleted(step))
                File.Delete(path);
        }
    }
}
