using System.Diagnostics;
using AnoGan.Models;
using AnoGan.Training;

namespace AnoGan.Cli.Progress;

/// <summary>What a person sees on stderr while a run works.</summary>
internal abstract class ProgressDisplay
{
    private readonly Stopwatch _sinceStage = Stopwatch.StartNew();
    private readonly Lock _images = new();
    private int _imagesDone, _imagesTotal;

    /// <summary>Runs work with the display that fits: a live bar on a terminal, plain lines elsewhere, or warnings only.</summary>
    /// <param name="error">Where to show.</param>
    /// <param name="isQuiet">Whether to show warnings only.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(TextWriter error, bool isQuiet, Func<ProgressDisplay, T> work)
    {
        if (isQuiet)
            return work(new PlainProgress(error, showsProgress: false));
        return ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected
            ? LiveProgress.Run(work)
            : work(new PlainProgress(error, showsProgress: true));
    }

    /// <summary>A new part of the work begins.</summary>
    public void Stage(string phrase)
    {
        _sinceStage.Restart();
        (_imagesDone, _imagesTotal) = (0, 0);
        Begin(phrase);
    }

    /// <summary>Shows that a stage begins.</summary>
    protected abstract void Begin(string phrase);

    /// <summary>Something the user should know.</summary>
    public abstract void Warning(string line);

    /// <summary>A generator step was made.</summary>
    public void Step(TrainProgress step, TrainOptions options)
    {
        double share = Math.Max((double)step.Step / options.Steps, step.ElapsedSeconds / 60 / (options.Minutes ?? double.PositiveInfinity));
        double secondsLeft = Math.Max(0, step.ElapsedSeconds / share - step.ElapsedSeconds);
        string steps = options.Steps == TrainOptions.MaxSteps ? $"{step.Step}" : $"{step.Step}/{options.Steps}";
        Advance(share, () => $"step {steps}, {step.RealImages / step.ElapsedSeconds:F0} images/s, Wasserstein {step.WassersteinEstimate:F3}, penalty {step.Penalty:F4}, {Left(secondsLeft)} left");
    }

    /// <summary>Steps of the encoder are made.</summary>
    public void EncoderSteps(int done, int total)
    {
        double seconds = Math.Max(_sinceStage.Elapsed.TotalSeconds, 1e-3);
        Advance((double)done / total, () => $"encoder step {done}/{total}, {Left(seconds * (total - done) / done)} left");
    }

    /// <summary>Images are done; may be called from any thread.</summary>
    public void Images(int done, int total)
    {
        lock (_images)
        {
            (_imagesDone, _imagesTotal) = (done, total);
            double seconds = Math.Max(_sinceStage.Elapsed.TotalSeconds, 1e-3);
            Advance((double)done / total, () => $"{done}/{total} images, {done / seconds:F1} images/s, {Left(seconds * (total - done) / done)} left");
        }
    }

    /// <summary>Tiles of images are done, which tells that a large image gets on.</summary>
    public void Tiles(long done)
    {
        double seconds = Math.Max(_sinceStage.Elapsed.TotalSeconds, 1e-3);
        double share = _imagesTotal == 0 ? 0 : (double)_imagesDone / _imagesTotal;
        Advance(Math.Min(share, 0.999), () => $"{done} tiles, {done / seconds:F0} tiles/s; {_imagesDone} images done");
    }

    /// <summary>Shows how far the stage is.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="line">The line to show, made only when it is.</param>
    protected abstract void Advance(double share, Func<string> line);

    private static string Left(double seconds) => seconds switch
    {
        < 90 => $"{seconds:F0} s",
        < 5400 => $"{seconds / 60:F0} min",
        _ => $"{seconds / 3600:F1} h",
    };
}
