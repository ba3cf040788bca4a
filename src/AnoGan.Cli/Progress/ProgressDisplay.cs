using System.Diagnostics;
using AnoGan.Method;
using AnoGan.Training;
using Spectre.Console;

namespace AnoGan.Cli.Progress;

/// <summary>What a person sees on stderr while a run works.</summary>
internal abstract class ProgressDisplay
{
    private readonly Stopwatch _sinceStage = Stopwatch.StartNew();
    private readonly Lock _images = new();
    private int _imagesDone, _imagesTotal;
    private SmoothRate _share = new(), _amount = new();
    private TrainingCheck? _check;
    private double _later;
    private bool _hasPromised;

    /// <summary>
    /// Runs work with the display that fits: a live bar on a terminal, plain lines elsewhere, or warnings only.
    /// </summary>
    /// <param name="error">Where to show.</param>
    /// <param name="isQuiet">Whether to show warnings only.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(TextWriter error, bool isQuiet, Func<ProgressDisplay, T> work)
    {
        if (isQuiet || error is not SteadyWriter { IsConsole: true } || Console.IsErrorRedirected)
            return work(new PlainProgress(error, showsProgress: !isQuiet));

        // Spectre knows a terminal by Console.Error; behind this one, a terminal that goes away does not end the work.
        Console.SetError(error);
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities is { Ansi: true, Interactive: true }
            ? LiveProgress.Run(console, work)
            : work(new PlainProgress(error, showsProgress: true));
    }

    /// <summary>The stages after the next one.</summary>
    protected IReadOnlyList<string> Stages { get; private set; } = [];

    /// <summary>Seconds since the stage began.</summary>
    protected double Seconds => Math.Max(_sinceStage.Elapsed.TotalSeconds, 1e-3);

    /// <summary>A new part of the work begins.</summary>
    public void Stage(string phrase)
    {
        Begin(phrase);
        _sinceStage.Restart();
        Restart();
        _later = 0;
    }

    /// <summary>What comes after the next part.</summary>
    public void Coming(IReadOnlyList<string> stages) => Stages = stages;

    /// <summary>How many seconds all stages after this one will take.</summary>
    public void Later(double seconds) => _later = seconds;

    /// <summary>Shows that a stage begins.</summary>
    protected abstract void Begin(string phrase);

    /// <summary>Something the user should know.</summary>
    public abstract void Warning(string line);

    /// <summary>Something that is good to know.</summary>
    public abstract void Note(string line);

    /// <summary>The health of a training was checked.</summary>
    public void Check(TrainingCheck check) => _check = check;

    /// <summary>A generator step was made.</summary>
    public void Step(TrainStep step, TrainOptions options)
    {
        double share = Math.Max(
            (double)step.Step / options.Steps, step.ElapsedSeconds / 60 / (options.Minutes ?? double.PositiveInfinity));
        _amount.Add(step.RealImages, step.ElapsedSeconds);
        double? left = Left(share);
        if (_later > 0 && left is { } whole && !_hasPromised)
        {
            _hasPromised = true;
            Note($"about {TimeText.Of(whole)} to the model on this machine");
        }

        Advance(
            share,
            () =>
            {
                string steps =
                    options.Steps == TrainOptions.MaxSteps ? $"step {step.Step}" : $"step {step.Step}/{options.Steps}";
                string[] numbers =
                [
                    $"Wasserstein {step.WassersteinEstimate:F3}",
                    $"penalty {step.Penalty:F4}",
                    .. NumbersOfCheck(),
                ];
                return new ProgressLine(
                    share, left, [steps, $"{_amount.PerSecond ?? step.RealImages / step.ElapsedSeconds:F0} images/s"])
                {
                    Numbers = numbers,
                };
            }
        );
    }

    /// <summary>Steps of the encoder or the segmenter are made.</summary>
    public void PhaseSteps(string phase, int done, int total)
    {
        double share = (double)done / total;
        double? left = Left(share);
        Advance(share, () => new ProgressLine(share, left, [$"{phase} step {done}/{total}"]));
    }

    /// <summary>Images are done; may be called from any thread.</summary>
    public void Images(int done, int total)
    {
        lock (_images)
        {
            if (2 * done < _imagesDone)
                Restart(); // they are looked at again, in another way; threads that overtake each other differ by less
            (_imagesDone, _imagesTotal) = (done, total);
            double share = (double)done / total;
            _amount.Add(done, Seconds);
            double? left = Left(share);
            Advance(
                share,
                () =>
                    new ProgressLine(
                        share, left, [$"{done}/{total} images", $"{_amount.PerSecond ?? done / Seconds:F1} images/s"]));
        }
    }

    /// <summary>
    /// Tiles of images are done, which tells that a large image gets on; may be called from any thread.
    /// </summary>
    public void Tiles(long done)
    {
        lock (_images)
        {
            double share = _imagesTotal == 0 ? 0 : Math.Min((double)_imagesDone / _imagesTotal, 0.999);
            Advance(
                share,
                () =>
                    new ProgressLine(
                        share, null, [$"{done} tiles", $"{done / Seconds:F0} tiles/s", $"{_imagesDone} images done"]));
        }
    }

    /// <summary>Shows how far the stage is.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="line">What to show, made only when it is.</param>
    protected abstract void Advance(double share, Func<ProgressLine> line);

    private void Restart() => (_imagesDone, _imagesTotal, _share, _amount) = (0, 0, new SmoothRate(), new SmoothRate());

    private double? Left(double share)
    {
        _share.Add(share, Seconds);
        return _share.PerSecond is > 0 and var rate ? _later + (1 - Math.Min(share, 1)) / rate : null;
    }

    private IEnumerable<string> NumbersOfCheck()
    {
        if (_check?.HeldOutResidual is { } residual)
            yield return $"residual {residual:F3}";
        if (_check?.SampleDiversity is { } diversity)
            yield return $"diversity {diversity:F2}";
    }
}
