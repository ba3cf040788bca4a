namespace AnoGan;

/// <summary>Tells warnings and keeps them for the report.</summary>
/// <param name="events">Who is told.</param>
internal sealed class RunNotes(RunEvents events)
{
    private readonly List<string> _warnings = [];

    /// <summary>All warnings so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The same events, whose warnings are kept.</summary>
    public RunEvents Events => events with { Warning = Warn };

    /// <summary>Keeps a warning that was told already.</summary>
    public void Keep(string warning) => _warnings.Add(warning);

    /// <summary>Warns.</summary>
    /// <param name="warning">Something the user should know, in one line with its remedy.</param>
    public void Warn(string warning)
    {
        Keep(warning);
        events.Warning?.Invoke(warning);
    }
}
