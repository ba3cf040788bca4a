using AnoGan.Runtime;

namespace AnoGan.Server;

/// <summary>
/// How many connections are held at a time: as many as this process may open files for. Beyond its own limit a system
/// accepts no connection at all, and no picture or library can be opened; so one more than these is closed at once.
/// </summary>
internal static class ConnectionLimit
{
    // One that does nothing takes some 15 KB of memory.
    private const int Most = 20_000;

    // What the program keeps open itself: libraries, pipes, what it reads for a moment.
    private const int OwnFiles = 500;

    /// <summary>The limit of this process.</summary>
    public static int OfThisProcess => For(OpenFiles());

    /// <summary>The limit where so many files may be open.</summary>
    /// <param name="files">Null where that is not known, or without limit.</param>
    internal static int For(int? files) =>
        files is { } most ? Math.Min(Most, Math.Max(most - OwnFiles, most / 4)) : Most;

    // The soft limit, which the runtime raises to the hard one when it starts.
    private static int? OpenFiles()
    {
        const string file = "/proc/self/limits", name = "Max open files";
        string? line = null;
        if (File.Exists(file))
            Quietly.Do(() => line = File.ReadLines(file).FirstOrDefault(
                read => read.StartsWith(name, StringComparison.Ordinal)));
        string? soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return NumberText.TryRead(soft, out int most) ? most : null;
    }
}
