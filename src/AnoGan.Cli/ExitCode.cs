namespace AnoGan.Cli;

/// <summary>What the process tells the shell.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The data or the model were refused, or a file or stdout could not be read or written.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>All was done, but the result is below what an option demands.</summary>
    public const int BarMissed = 3;

    /// <summary>A bug in anogan.</summary>
    public const int Bug = 70;

    /// <summary>Stopped by the user.</summary>
    public const int Stopped = 130;

    /// <summary>Every code and what it means, for the help.</summary>
    internal static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Done, "done"),
        (Refused, "data or model refused, or a file or stdout could not be read or written"),
        (Usage, "wrong command line"),
        (BarMissed, "done, but below what an option such as --min-auroc or --tolerance demands"),
        (Bug, "a bug in anogan"),
        (Stopped, "stopped by the user"),
    ];
}
