using System.Diagnostics;

namespace AnoGan.Cli.Progress;

/// <summary>Plain lines, for logs and pipes: at most one every five seconds, and the last of each stage.</summary>
internal sealed class PlainProgress(TextWriter error, bool showsProgress) : ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    protected override void Begin(string phrase)
    {
        if (showsProgress)
            error.WriteLine($"anogan: {VisibleText.Of(phrase)}");
        _sinceLine.Restart();
    }

    public override void Warning(string line) => error.WriteLine($"anogan: warning: {VisibleText.Of(line)}");

    protected override void Advance(double share, Func<string> line)
    {
        if (!showsProgress || (share < 1 && _sinceLine.Elapsed < Interval))
            return;
        error.WriteLine($"anogan: {line()}");
        _sinceLine.Restart();
    }
}
