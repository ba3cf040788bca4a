using Spectre.Console;

namespace AnoGan.Cli.Progress;

/// <summary>A bar on a terminal that is redrawn in place.</summary>
internal sealed class LiveProgress : ProgressDisplay
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;
    private ProgressTask? _task;

    private LiveProgress(IAnsiConsole console, ProgressContext context)
    {
        _console = console;
        _context = context;
    }

    /// <summary>Runs work under a live display on stderr.</summary>
    public static T Run<T>(Func<ProgressDisplay, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new LiveProgress(console, context)));
    }

    protected override void Begin(string phrase)
    {
        Finish();
        _task = _context.AddTask(Markup.Escape(VisibleText.Of(phrase)), maxValue: 1);
    }

    public override void Warning(string line) =>
        _console.MarkupLineInterpolated($"anogan: [yellow]warning[/]: {VisibleText.Of(line)}");

    protected override void Advance(double share, Func<string> line)
    {
        if (_task is null)
            return;
        _task.Value = share;
        _task.Description = Markup.Escape(line());
    }

    private void Finish()
    {
        if (_task is not null)
            _task.Value = 1;
    }
}
