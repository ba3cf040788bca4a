using System.Text;

namespace AnoGan.Cli.Completion;

/// <summary>The completion script for zsh: what its own _arguments is told of each command.</summary>
internal static class ZshScript
{
    private const string Head = """
        #compdef anogan
        # Completion of anogan for zsh. Save it as _anogan in a folder of $fpath, and start a new shell:
        #   mkdir -p ~/.zfunc && anogan completion zsh > ~/.zfunc/_anogan
        #   in ~/.zshrc: fpath=(~/.zfunc $fpath); autoload -U compinit; compinit
        # To try it, after compinit: source <(anogan completion zsh)

        _anogan() {
            local curcontext=$curcontext state line ret=1
            typeset -A opt_args
            _arguments -C '(- *)'{-h,--help}'[show help]' '(- *)--version[show the version]' '1: :->command' '*:: :->arguments' && ret=0
            case $state in
            command)
                local -a commands=(
        """;

    private const string CommandsEnd = """
                )
                _describe -t commands command commands && ret=0
                ;;
            arguments)
                curcontext="${curcontext%:*}-$words[1]:"
                case $words[1] in
        """;

    private const string Tail = """
                esac
                ;;
            esac
            return ret
        }

        # Loaded by compinit from $fpath, or sourced.
        if [[ $funcstack[1] == _anogan ]]; then
            _anogan "$@"
        else
            compdef _anogan anogan
        fi
        """;

    /// <summary>Writes the script.</summary>
    /// <param name="commands">The commands.</param>
    public static string Of(IReadOnlyList<CompletedCommand> commands)
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (CompletedCommand command in commands)
            text.Append($"            '{command.Name}:{Plain(command.Description)}'\n");
        text.Append(CommandsEnd).Append('\n');
        foreach (CompletedCommand command in commands)
        {
            text.Append($"        {command.Name})\n            _arguments");
            foreach (CompletedOption option in command.Options)
                text.Append($" \\\n                {OptionOf(option)}");
            for (int place = 0; place < command.Arguments.Count; place++)
                text.Append($" \\\n                '{(command.RepeatsLast && place == command.Arguments.Count - 1 ? "*" : place + 1)}:{ActionOf(command.Arguments[place])}'");
            text.Append(" && ret=0\n            ;;\n");
        }

        return text.Append(Tail).Append('\n').ToString();
    }

    // An option excludes itself and its other names.
    private static string OptionOf(CompletedOption option)
    {
        bool hasValue = option.Value.Kind != ValueKind.None;
        string[] specs = [.. option.Names.Select(name => !hasValue ? name : name.StartsWith("--", StringComparison.Ordinal) ? $"{name}=" : $"{name}+")];
        string described = $"'[{Plain(option.Description)}]{(hasValue ? $":{ActionOf(option.Value)}" : "")}'";
        return $"'({string.Join(' ', option.Names)})'{(specs.Length == 1 ? specs[0] : $"{{{string.Join(',', specs)}}}")}{described}";
    }

    private static string ActionOf(CompletedValue value) => value.Kind switch
    {
        ValueKind.Word => $"value:({string.Join(' ', value.Words)})",
        ValueKind.Folder => "folder:_files -/",
        ValueKind.File => "file:_files",
        _ => "value: ",
    };

    // Brackets, colons, quotes and backslashes mean something to _arguments.
    private static string Plain(string text) => text
        .Replace('[', '(').Replace(']', ')').Replace("\\", "", StringComparison.Ordinal).Replace("'", "’", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
