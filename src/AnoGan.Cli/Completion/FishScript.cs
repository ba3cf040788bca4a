using System.Text;

namespace AnoGan.Cli.Completion;

/// <summary>
/// The completion script for fish: one `complete` a word, and functions that tell where on the line one is.
/// </summary>
internal static class FishScript
{
    private const string Head = """
        # Completion of anogan for fish. Save it where fish looks for completions:
        #   anogan completion fish > ~/.config/fish/completions/anogan.fish
        # To try it: anogan completion fish | source

        # The words before the cursor that are neither options nor their values: the command, then its arguments.
        function __anogan_words
            set -l skip no
            for word in (commandline -opc)[2..]
                if test $skip = yes
                    set skip no
                else if string match -q -- '-*' $word
                    contains -- $word $__anogan_with_value; and set skip yes
                else
                    echo $word
                end
            end
        end

        function __anogan_no_command
            test (count (__anogan_words)) -eq 0
        end

        # Whether the command is the given one and none of the option's names stands before the last word: where one is the
        # last, its value is due.
        function __anogan_option
            test "$(__anogan_words)[1]" = $argv[1]; or return
            set -l words (commandline -opc)
            contains -- $words[-1] $__anogan_with_value; and set -e words[-1]
            for word in $words[2..]
                contains -- (string split -m 1 = -- $word)[1] $argv[2..]; and return 1
            end
            return 0
        end

        # Whether the cursor is at an argument of the given command, in one of the places from $argv[2] to $argv[3].
        function __anogan_at
            set -l words (__anogan_words)
            test "$words[1]" = $argv[1]; and test (count $words) -ge $argv[2]; and test (count $words) -le $argv[3]
        end

        complete -c anogan -f
        complete -c anogan -n __anogan_no_command -s h -l help -d 'show help'
        complete -c anogan -n __anogan_no_command -l version -d 'show the version'
        """;

    /// <summary>Writes the script.</summary>
    /// <param name="commands">The commands.</param>
    public static string Of(IReadOnlyList<CompletedCommand> commands)
    {
        var text = new StringBuilder(Head).Append('\n');
        IEnumerable<string> withValue = commands
            .SelectMany(c => c.Options)
            .Where(o => o.Value.Kind != ValueKind.None)
            .SelectMany(o => o.Names)
            .Distinct();
        text.Append($"set -g __anogan_with_value {string.Join(' ', withValue)}\n");
        foreach (CompletedCommand command in commands)
        {
            text.Append($"\ncomplete -c anogan -n __anogan_no_command -a {command.Name} -d "
                + $"{Quoted(command.Description)}\n");
            foreach (CompletedOption option in command.Options)
                text.Append($"complete -c anogan -n '__anogan_option {command.Name} {string.Join(' ', option.Names)}' "
                    + $"{NamesOf(option)}{ValueOf(option.Value)} -d {Quoted(option.Description)}\n");
            for (int place = 0; place < command.Arguments.Count; place++)
            {
                int last = command.RepeatsLast && place == command.Arguments.Count - 1 ? 9999 : place + 1;
                text.Append($"complete -c anogan -n '__anogan_at {command.Name} {place + 1} "
                    + $"{last}'{OfferOf(command.Arguments[place])}\n");
            }
        }

        return text.ToString();
    }

    private static string NamesOf(CompletedOption option) =>
        string.Join(
            ' ',
            option.Names.Select(name =>
                name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}"));

    private static string ValueOf(CompletedValue value) => value.Kind == ValueKind.None ? "" : $" -r{OfferOf(value)}";

    private static string OfferOf(CompletedValue value) => value.Kind switch
    {
        ValueKind.Word => $" -f -a {Quoted(string.Join(' ', value.Words))}",
        ValueKind.Folder => " -f -a '(__fish_complete_directories)'",
        ValueKind.File => " -F",
        _ => " -f",
    };

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
