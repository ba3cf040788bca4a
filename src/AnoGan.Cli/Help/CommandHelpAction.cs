using System.CommandLine;
using System.CommandLine.Invocation;

namespace AnoGan.Cli.Help;

/// <summary>
/// What --help does: the library's own help knows neither groups of options nor examples nor exit codes.
/// </summary>
internal sealed class CommandHelpAction : SynchronousCommandLineAction
{
    // Where the output is no terminal, or one that is wider than reads well.
    private const int Width = 100, LeastWidth = 50;

    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <summary>True: a command whose arguments are missing can be asked for its help.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var text = new HelpText(
            parseResult.InvocationConfiguration.Output, TerminalWidth(parseResult.InvocationConfiguration.Output));
        text.Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }

    private static int TerminalWidth(TextWriter output)
    {
        if (output is not SteadyWriter { IsConsole: true } || Console.IsOutputRedirected)
            return Width;
        try
        {
            return Console.WindowWidth is > 0 and var columns ? Math.Clamp(columns - 1, LeastWidth, Width) : Width;
        }
        catch (IOException)
        {
            return Width;
        }
    }
}
