using System.Text;
using AnoGan.Images;
using AnoGan.Models;
using AnoGan.Training.TensorBoard;

namespace AnoGan.Training;

/// <summary>
/// Shows a training in TensorBoard: what its log says, the sheets of pictures, the encoder's loss, the options.
/// </summary>
internal sealed class TrainingBoard : IDisposable
{
    private readonly EventFolder _folder;
    private readonly Func<DateTimeOffset> _now;
    private readonly EventFile _file;
    private readonly bool _begins;
    private LogLine? _last;

    /// <summary>Opens the next event file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="step">The last step that counts, of the generator and then of the encoder; 0 to begin.</param>
    /// <param name="now">What time it is.</param>
    public TrainingBoard(EventFolder folder, int step, Func<DateTimeOffset> now)
    {
        (_folder, _now, _begins) = (folder, now, step == 0);
        _file = folder.Open(step, now());
    }

    /// <summary>Shows the options and what is trained on, once.</summary>
    /// <param name="setup">The options.</param>
    /// <param name="trainingImages">A sheet of training images.</param>
    public void Begin(TrainingSetup setup, PixelImage trainingImages)
    {
        if (!_begins)
            return;
        var text = new StringBuilder("| option | value |\n| --- | --- |\n");
        foreach ((string option, string value) in TrainTable.TextsOf(setup))
            text.Append("| ")
                .Append(option)
                .Append(" | ")
                .Append(value.Replace("|", "\\|", StringComparison.Ordinal))
                .Append(" |\n");
        text.Append("| training images | ")
            .Append(setup.Data.TrainingImages)
            .Append(" |\n| held-out images | ")
            .Append(setup.Data.HeldOutImages)
            .Append(" |\n");
        _file.AddText(0, _now(), "options", text.ToString());
        _file.AddImage(0, _now(), "training_images", trainingImages);
    }

    /// <summary>Adds a line of the log that is no warning.</summary>
    /// <param name="line">The line.</param>
    public void Add(LogLine line)
    {
        // Of a training that goes on, the line before is not known here.
        LogLine? before = _last ?? (_begins ? new LogLine(0) { RealImages = 0, ElapsedSeconds = 0 } : null);
        double? images = line.RealImages - before?.RealImages, seconds = line.ElapsedSeconds - before?.ElapsedSeconds;
        _file.AddScalars(
            line.Step,
            _now(),
            ("critic/wasserstein_estimate", line.WassersteinEstimate),
            ("critic/penalty", line.Penalty),
            ("generator/loss", line.GeneratorLoss),
            ("samples/diversity", line.SampleDiversity),
            ("held_out/residual", line.HeldOutResidual),
            ("images_per_second", seconds > 0 ? images / seconds : null));
        _last = line;
    }

    /// <summary>Adds the sheets of a step.</summary>
    /// <param name="step">Generator steps made.</param>
    /// <param name="samples">Generated pictures.</param>
    /// <param name="reconstructions">Held-out images; null for none.</param>
    public void Add(int step, PixelImage samples, PixelImage? reconstructions)
    {
        _file.AddImage(step, _now(), "samples/grid", samples);
        if (reconstructions is not null)
            _file.AddImage(step, _now(), "held_out/reconstructions", reconstructions);
    }

    /// <summary>Adds the loss of the encoder or the segmenter.</summary>
    /// <param name="phase">Of which.</param>
    /// <param name="step">Steps of all phases together: the sequence of steps never goes back.</param>
    /// <param name="loss">The loss.</param>
    public void AddLoss(string phase, int step, double loss) =>
        _file.AddScalars(step, _now(), ($"{phase}/loss", loss));

    /// <summary>Deletes what a training left that is not gone on with.</summary>
    public void Remove() => _folder.Remove();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
