using System.Diagnostics;
using Spectre.Console;

namespace AnoGan.Cli.Progress;

/// <summary>A bar on a terminal that is redrawn in place; stages that are done stay above it as a line each.</summary>
internal sealed class LiveProgress : ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly IAnsiConsole _console;
    private readonly LiveDisplayContext _context;
    private readonly Stopwatch _sinceDrawn = Stopwatch.StartNew();
    private string? _phrase;

    private LiveProgress(IAnsiConsole console, LiveDisplayContext context)
    {
        _console = console;
        _context = context;
    }

    /// <summary>Runs work under a live display.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(IAnsiConsole console, Func<ProgressDisplay, T> work)
    {
        // A second Ctrl+C ends the process at once: the cursor is to be there all the same.
        void ShowCursor(object? sender, EventArgs e) => console.Cursor.Show();
        AppDomain.CurrentDomain.ProcessExit += ShowCursor;
        try
        {
            return console.Live(new Text("")).AutoClear(true).Start(context =>
            {
                var display = new LiveProgress(console, context);
                T result = work(display);
                display.Finish();
                return result;
            });
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= ShowCursor;
        }
    }

    protected override void Begin(string phrase)
    {
        Finish();
        _phrase = VisibleText.Of(phrase);
        Draw(null);
    }

    public override void Warning(string line) => _console.Write(new LineAbove(VisibleText.Of(line), isWarning: true));

    public override void Note(string line) => _console.Write(new LineAbove(VisibleText.Of(line)));

    protected override void Advance(double share, Func<ProgressLine> line)
    {
        if (share >= 1 || _sinceDrawn.Elapsed >= Interval)
            Draw(line());
    }

    private void Draw(ProgressLine? line)
    {
        _context.UpdateTarget(new ProgressView(_phrase ?? "", line, Stages));
        _sinceDrawn.Restart();
    }

    private void Finish()
    {
        if (_phrase is null)
            return;
        string time = $"  {TimeText.Of(Seconds)}";
        string done = ProgressView.Crop(
            _phrase, Math.Max(0, _console.Profile.Width - 1 - time.Length - LineAbove.Program.Length));
        _console.Write(new LineAbove(done + time));
        _phrase = null;
    }
}
