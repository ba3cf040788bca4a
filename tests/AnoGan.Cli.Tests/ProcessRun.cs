using System.Diagnostics;

namespace AnoGan.Cli.Tests;

/// <summary>The real program as a process of its own, with what it printed.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Error)
{
    public static string Program { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "anogan.exe" : "anogan");

    public static async Task<ProcessRun> Of(
        string program, string[] args, IReadOnlyDictionary<string, string>? environment = null,
        Func<Process, Task>? meanwhile = null, int minutes = 3)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (meanwhile is not null)
            await meanwhile(process);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        await process.WaitForExitAsync(limit.Token);
        return new ProcessRun(process.ExitCode, await output, await error);
    }
}
