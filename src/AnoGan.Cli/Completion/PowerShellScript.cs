using System.Text;

namespace AnoGan.Cli.Completion;

/// <summary>The completion script for PowerShell: the commands as a table, and one block that walks the line.</summary>
internal static class PowerShellScript
{
    private const string Head = """
        # Completion of anogan for PowerShell. Add it to the profile, and start a new shell:
        #   anogan completion powershell >> $PROFILE
        # To try it: anogan completion powershell | Out-String | Invoke-Expression

        Register-ArgumentCompleter -Native -CommandName anogan -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)

            # Of each command: what it does, its options as (names, what they do, value), and its arguments. A value is folder,
            # file, free, or its words; flags have none. A last argument with a star may be repeated.
            $commands = [ordered]@{
        """;

    private const string Tail = """
            }

            # Offers what fits a value and begins with what is typed.
            function Offer($value, $typed, $before) {
                if ($value -eq 'folder' -or $value -eq 'file') {
                    foreach ($found in [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed)) {
                        if ($value -eq 'file' -or $found.ResultType -eq 'ProviderContainer') {
                            [System.Management.Automation.CompletionResult]::new($before + $found.CompletionText, $found.ListItemText, $found.ResultType, $found.ToolTip)
                        }
                    }
                } elseif ($value -and $value -ne 'free') {
                    foreach ($word in $value.Split(' ')) {
                        if ($word.StartsWith($typed)) {
                            [System.Management.Automation.CompletionResult]::new($before + $word, $word, 'ParameterValue', $word)
                        }
                    }
                }
            }

            function ValueOf($command, $name) {
                foreach ($option in $commands[$command].Options) {
                    if ($option[0].Split(',') -ccontains $name) { return $option[2] }
                }
            }

            # From the command to the word before the cursor.
            $command = ''; $given = @(); $value = ''; $place = 0
            foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
                if ($element.Extent.EndOffset -ge $cursorPosition) { break }
                $word = $element.Extent.Text.Trim('"', "'")
                if ($value) {
                    $value = ''
                } elseif ($word.StartsWith('-')) {
                    $name, $attached = $word.Split('=', 2)
                    $given += $name
                    if ($command -and $null -eq $attached) { $value = ValueOf $command $name }
                } elseif (-not $command) {
                    $command = $word
                } else {
                    $place++
                }
            }

            $typed = $wordToComplete.Trim('"', "'")
            if ($value) {
                Offer $value $typed ''
            } elseif (-not $command) {
                foreach ($name in $commands.Keys) {
                    if ($name.StartsWith($typed)) {
                        [System.Management.Automation.CompletionResult]::new($name, $name, 'Command', $commands[$name].Description)
                    }
                }
                Offer '--help --version' $typed ''
            } elseif ($typed.StartsWith('-') -and $typed.Contains('=')) {
                $name, $start = $typed.Split('=', 2)
                Offer (ValueOf $command $name) $start "$name="
            } elseif ($typed.StartsWith('-')) {
                foreach ($option in $commands[$command].Options) {
                    $names = $option[0].Split(',')
                    if ($names[0].StartsWith($typed) -and -not ($names | Where-Object { $given -ccontains $_ })) {
                        [System.Management.Automation.CompletionResult]::new($names[0], $names[0], 'ParameterName', $option[1])
                    }
                }
            } elseif ($commands[$command]) {
                $arguments = $commands[$command].Arguments
                $last = $arguments.Count - 1
                if ($place -le $last) {
                    Offer $arguments[$place].TrimEnd('*') $typed ''
                } elseif ($last -ge 0 -and $arguments[$last].EndsWith('*')) {
                    Offer $arguments[$last].TrimEnd('*') $typed ''
                }
            }
        }
        """;

    /// <summary>Writes the script.</summary>
    /// <param name="commands">The commands.</param>
    public static string Of(IReadOnlyList<CompletedCommand> commands)
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (CompletedCommand command in commands)
        {
            text.Append($"        {Quoted(command.Name)} = @{{\n            Description = "
                + $"{Quoted(command.Description)}\n            Options = @(\n");
            foreach (CompletedOption option in command.Options)
                text.Append($"                , @({Quoted(string.Join(',', option.Names))}, "
                    + $"{Quoted(option.Description)}, {Quoted(TextOf(option.Value))})\n");
            IEnumerable<string> arguments = command.Arguments.Select((argument, place) =>
                Quoted(TextOf(argument) + (command.RepeatsLast && place == command.Arguments.Count - 1 ? "*" : "")));
            text.Append($"            )\n            Arguments = @({string.Join(", ", arguments)})\n        }}\n");
        }

        return text.Append(Tail).Append('\n').ToString();
    }

    private static string TextOf(CompletedValue value) => value.Kind switch
    {
        ValueKind.None => "",
        ValueKind.Word => string.Join(' ', value.Words),
        ValueKind.Folder => "folder",
        ValueKind.File => "file",
        _ => "free",
    };

    // PowerShell takes curly quotes for straight ones.
    private static string Quoted(string text) =>
        $"'{text.Replace('’', '\'').Replace('‘', '\'').Replace("'", "''", StringComparison.Ordinal)}'";
}
