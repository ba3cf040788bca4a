using System.CommandLine;

namespace AnoGan.Cli.Completion;

/// <summary>A command, as a shell completes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, in one line.</param>
/// <param name="Options">Its options, in the order of the help.</param>
/// <param name="Arguments">Its arguments, in their order.</param>
/// <param name="RepeatsLast">Whether the last argument may be given more than once.</param>
internal sealed record CompletedCommand(
    string Name, string Description, IReadOnlyList<CompletedOption> Options, IReadOnlyList<CompletedValue> Arguments,
    bool RepeatsLast)
{
    /// <summary>All commands of the program.</summary>
    /// <param name="root">The command tree.</param>
    public static IReadOnlyList<CompletedCommand> AllOf(RootCommand root) =>
        [.. root.Subcommands.Select(command => Of(command, root))];

    private static CompletedCommand Of(Command command, RootCommand root) =>
        new(
            command.Name,
            FirstLine(command.Description),
            [
                .. command
                    .Options.Concat(root.Options.Where(option => option.Recursive))
                    .Where(option => !option.Hidden)
                    .DistinctBy(option => option.Name)
                    .Select(Of),
            ],
            [.. command.Arguments.Select(CompletedValue.Of)],
            command.Arguments is [.., { Arity.MaximumNumberOfValues: > 1 }]);

    private static CompletedOption Of(Option option)
    {
        string description = FirstLine(option.Description);
        int end = description.IndexOf(" [default:", StringComparison.Ordinal);
        string[] aliases =
        [
            .. option
                .Aliases.Where(alias => alias != option.Name && alias[^1] is not '?' && alias[0] == '-')
                .Order(StringComparer.Ordinal),
        ];
        return new CompletedOption(
            [option.Name, .. aliases], end < 0 ? description : description[..end], CompletedValue.Of(option));
    }

    private static string FirstLine(string? text) => (text ?? "").ReplaceLineEndings("\n").Split('\n')[0];
}
