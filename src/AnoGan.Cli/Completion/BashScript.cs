using System.Text;

namespace AnoGan.Cli.Completion;

/// <summary>
/// The completion script for bash: the commands as case tables, and one function that walks the line.
/// </summary>
internal static class BashScript
{
    private const string Head = """
        # Completion of anogan for bash. Save it where bash looks for completions, and start a new shell:
        #   mkdir -p ~/.local/share/bash-completion/completions
        #   anogan completion bash > ~/.local/share/bash-completion/completions/anogan
        # Without the package bash-completion, or to try it: source <(anogan completion bash)

        # The options of a command; each with its short names after commas.
        _anogan_options() {
            case $1 in
        """;

    private const string ValuesHead = """
            esac
        }

        # What the value of COMMAND/OPTION or COMMAND/PLACE is: folder, file, free, or its words. Flags have none.
        _anogan_value() {
            case $1 in
        """;

    private const string Tail = """
            esac
        }

        # Offers what fits the value $1 and begins with $2.
        _anogan_offer() {
            case $1 in
                free) ;;
                folder) compopt -o dirnames -o filenames 2>/dev/null || mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
                file) compopt -o default -o filenames 2>/dev/null || mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
                *) mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2") ;;
            esac
        }

        _anogan() {
            local cur=${COMP_WORDS[COMP_CWORD]} command='' given=' ' value='' place=0 i word option
            COMPREPLY=()

            # From the command to the word before the cursor. bash splits --option=value at the sign.
            for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if [[ -n $value && $word == '=' ]]; then
                    continue
                elif [[ -n $value ]]; then
                    value=''
                elif [[ $word == -* && $word != *=* ]]; then
                    given+="$word "
                    value=$(_anogan_value "$command/$word")
                elif [[ $word == -* ]]; then
                    given+="${word%%=*} "
                elif [[ -z $command ]]; then
                    command=$word
                else
                    place=$((place + 1))
                fi
            done

            [[ $cur == '=' ]] && cur=''
            if [[ -n $value ]]; then
                _anogan_offer "$value" "$cur"
            elif [[ $cur == -*=* ]]; then
                _anogan_offer "$(_anogan_value "$command/${cur%%=*}")" "${cur#*=}"
            elif [[ $cur == -* ]]; then
                for option in $(_anogan_options "$command"); do
                    for word in ${option//,/ }; do
                        [[ $given == *" $word "* ]] && continue 2
                    done
                    COMPREPLY+=("${option%%,*}")
                done
                mapfile -t COMPREPLY < <(compgen -W "${COMPREPLY[*]}" -- "$cur")
            elif [[ -z $command ]]; then
                mapfile -t COMPREPLY < <(compgen -W "$(_anogan_value commands)" -- "$cur")
            else
                value=$(_anogan_value "$command/$place")
                _anogan_offer "${value:-free}" "$cur"
            fi
        }

        complete -F _anogan anogan
        """;

    /// <summary>Writes the script.</summary>
    /// <param name="commands">The commands.</param>
    public static string Of(IReadOnlyList<CompletedCommand> commands)
    {
        var text = new StringBuilder(Head).Append('\n');
        text.Append("        '') echo '--help,-h --version' ;;\n");
        foreach (CompletedCommand command in commands)
            text.Append($"        {command.Name}) echo "
                + $"'{string.Join(' ', command.Options.Select(option => string.Join(',', option.Names)))}' ;;\n");
        text.Append(ValuesHead).Append('\n');
        text.Append($"        commands) echo '{string.Join(' ', commands.Select(command => command.Name))}' ;;\n");
        foreach (CompletedCommand command in commands)
        {
            foreach (CompletedOption option in command.Options.Where(option => option.Value.Kind != ValueKind.None))
                text.Append($"        {string.Join('|', option.Names.Select(name => $"{command.Name}/{name}"))}) echo "
                    + $"'{TextOf(option.Value)}' ;;\n");
            for (int place = 0; place < command.Arguments.Count; place++)
                text.Append(
                    "        "
                        + $"{command.Name}/{(command.RepeatsLast && place == command.Arguments.Count - 1 ? "[0-9]*" : place)}) echo '{TextOf(command.Arguments[place])}' ;;\n"
                );
        }

        return text.Append(Tail).Append('\n').ToString();
    }

    private static string TextOf(CompletedValue value) => value.Kind switch
    {
        ValueKind.Word => string.Join(' ', value.Words),
        ValueKind.Folder => "folder",
        ValueKind.File => "file",
        _ => "free",
    };
}
