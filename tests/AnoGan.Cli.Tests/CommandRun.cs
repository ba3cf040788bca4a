namespace AnoGan.Cli.Tests;

/// <summary>One command run in this process, with what it printed.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> Of(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = await CliApp.RunAsync(args, output, error);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The error lines, without progress, warnings and the list of options.</summary>
    public string[] ErrorLines =>
        [.. Error.Split('\n').Where(line => line.StartsWith("anogan: error:", StringComparison.Ordinal))];
}
