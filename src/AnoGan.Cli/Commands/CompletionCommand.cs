using System.CommandLine;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan completion bash|zsh|fish|powershell</c></summary>
internal static class CompletionCommand
{
    private static readonly OptionTable<Arguments> Table = new OptionTable<Arguments>(new(Shell.Bash))
        .Choice<Shell>("SHELL", $"One of {string.Join(", ", ChoiceText.Words<Shell>())}",
            r => r.Shell, (r, v) => r with { Shell = v }).Required();

    // What each shell is told: to ask `anogan [suggest:CURSOR] LINE` for the words at the cursor, and to offer files
    // and folders where there is none. Options are offered once a hyphen is typed, so that a Tab finds files before that.
    private static readonly Dictionary<Shell, string> Scripts = new()
    {
        [Shell.Bash] = """
            # Completion of anogan for bash. Save it where bash looks for completions, and start a new shell:
            #   mkdir -p ~/.local/share/bash-completion/completions
            #   anogan completion bash > ~/.local/share/bash-completion/completions/anogan
            # Without the package bash-completion, or to try it: source <(anogan completion bash)
            _anogan() {
                local cur=${COMP_LINE:0:COMP_POINT}
                cur=${cur##*[ =]}
                mapfile -t COMPREPLY < <(anogan "[suggest:$COMP_POINT]" "${COMP_LINE//=/ }" 2>/dev/null | grep -e "^$cur")
                [[ $cur == -* ]] || mapfile -t COMPREPLY < <(printf '%s\n' "${COMPREPLY[@]}" | grep -v -e '^-' -e '^$')
            }
            complete -o default -F _anogan anogan
            """,
        [Shell.Zsh] = """
            #compdef anogan
            # Completion of anogan for zsh. Save it in a folder of $fpath, and start a new shell:
            #   anogan completion zsh > ~/.zfunc/_anogan
            # To try it: source <(anogan completion zsh)
            _anogan() {
                local cur=${${LBUFFER##*[ =]}:-} words
                words=(${(f)"$(anogan "[suggest:$CURSOR]" "${BUFFER//=/ }" 2>/dev/null)"})
                [[ $cur == -* ]] || words=(${words:#-*})
                words=(${(M)words:#$cur*})
                compset -P '*='
                if (( $#words )); then compadd -a words; else _files; fi
            }
            compdef _anogan anogan
            """,
        [Shell.Fish] = """
            # Completion of anogan for fish. Save it where fish looks for completions:
            #   anogan completion fish > ~/.config/fish/completions/anogan.fish
            # To try it: anogan completion fish | source
            function __anogan
                set -l start (string match -r '^.*=' -- (commandline -ct))
                set -l cur (string replace -r '^.*=' '' -- (commandline -ct))
                set -l line (commandline -cp | string replace -a = " ")
                set -l words (anogan "[suggest:"(string length -- $line)"]" $line 2>/dev/null | string match -- "$cur*")
                string match -q -- '-*' $cur; or set words (string match -v -- '-*' $words)
                test (count $words) -gt 0; and printf "$start%s\n" $words; or __fish_complete_path $cur
            end
            complete -c anogan -f -a '(__anogan)'
            """,
        [Shell.PowerShell] = """
            # Completion of anogan for PowerShell. Add it to the profile, and start a new shell:
            #   anogan completion powershell >> $PROFILE
            # To try it: anogan completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName anogan -ScriptBlock {
                param($word, $line, $cursor)
                $start = $word -replace '[^=]*$'; $rest = $word.Substring($start.Length)
                anogan "[suggest:$cursor]" "$line".PadRight($cursor).Replace('=', ' ') 2>$null |
                    Where-Object { $_.StartsWith($rest) -and ($rest.StartsWith('-') -or -not $_.StartsWith('-')) } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new("$start$_", $_, 'ParameterValue', $_) }
            }
            """,
    };

    private enum Shell { Bash, Zsh, Fish, PowerShell }

    public static Command Create() => TableCommand.Of("completion", """
        Prints a script that completes commands, options, their values, folders and files at the Tab key.
        Its first lines say where to put it.
        Example: anogan completion bash
        """, Table, _ => { }, Run);

    private static int Run(Arguments arguments, CommandLine line, CancellationToken cancellation)
    {
        line.Output.Write(Scripts[arguments.Shell].ReplaceLineEndings("\n") + "\n");
        return ExitCode.Done;
    }

    private sealed record Arguments(Shell Shell);
}
