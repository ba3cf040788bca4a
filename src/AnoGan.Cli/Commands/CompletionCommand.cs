using System.CommandLine;
using AnoGan.Cli.Completion;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan completion bash|zsh|fish|powershell</c></summary>
internal sealed class CompletionCommand
{
    private static readonly Dictionary<string, Func<IReadOnlyList<CompletedCommand>, string>> Scripts = new()
    {
        ["bash"] = BashScript.Of,
        ["zsh"] = ZshScript.Of,
        ["fish"] = FishScript.Of,
        ["powershell"] = PowerShellScript.Of,
    };

    private readonly Argument<string> _shell = new("SHELL") { Description = "One of "
        + $"{string.Join(", ", Scripts.Keys)}" };

    private CompletionCommand() => _shell.AcceptOnlyFromAmong([.. Scripts.Keys]);

    public static Command Create()
    {
        var self = new CompletionCommand();
        var command = new Command("completion", """
            Prints a script that completes commands, options, their values, folders and files at the Tab key.
            Its first lines say where to put it.
            Example: anogan completion bash
            """)
        {
            self._shell,
        };
        command.SetAction(self.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string script = Scripts[parsed.GetValue(_shell)!](CompletedCommand.AllOf(CliApp.BuildRoot()));
        parsed.InvocationConfiguration.Output.Write(script.ReplaceLineEndings("\n"));
        return ExitCode.Done;
    }
}
