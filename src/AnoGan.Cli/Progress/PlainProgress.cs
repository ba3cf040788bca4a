using System.Diagnostics;

namespace AnoGan.Cli.Progress;

/// <summary>
/// Plain lines, for logs and pipes: at most one every five seconds, later every half minute, and the last of each
/// stage.
/// </summary>
internal sealed class PlainProgress(TextWriter error, bool showsProgress) : ProgressDisplay
{
    private const double Interval = 5, LaterInterval = 30, LongStage = 60;

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    protected override void Begin(string phrase)
    {
        if (showsProgress)
            error.WriteLine($"anogan: {VisibleText.Of(phrase)}");
        _sinceLine.Restart();
    }

    public override void Warning(string line) => error.WriteLine($"anogan: warning: {VisibleText.Of(line)}");

    public override void Note(string line)
    {
        if (showsProgress)
            error.WriteLine($"anogan: {VisibleText.Of(line)}");
    }

    protected override void Advance(double share, Func<ProgressLine> line)
    {
        if (
            !showsProgress
            || (share < 1 && _sinceLine.Elapsed.TotalSeconds < (Seconds < LongStage ? Interval : LaterInterval)))
            return;
        ProgressLine now = line();
        string[] left = share < 1 && now.SecondsLeft is { } seconds ? [$"{TimeText.Of(seconds)} left"] : [];
        error.WriteLine($"anogan: {string.Join(", ", [.. now.Amounts, .. now.Numbers, .. left])}");
        _sinceLine.Restart();
    }
}
