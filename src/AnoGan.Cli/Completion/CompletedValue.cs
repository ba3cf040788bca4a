using System.CommandLine;
using System.CommandLine.Completions;

namespace AnoGan.Cli.Completion;

/// <summary>The value of an option or an argument, as far as a shell can complete it.</summary>
/// <param name="Kind">What is offered.</param>
/// <param name="Words">The words, where they are known; lower case, without spaces.</param>
internal sealed record CompletedValue(ValueKind Kind, IReadOnlyList<string> Words)
{
    private static readonly string[] FileNames = ["FILE", "BASELINE", "NEW"];
    private static readonly string[] FolderNames = ["DIR", "IMAGES", "TRAIN", "TEST", "RESULTS", "MODEL"];

    /// <summary>
    /// Of an option: known by the name of its value in the help, its type, or the completions that it was given.
    /// </summary>
    /// <param name="option">The option.</param>
    public static CompletedValue Of(Option option) =>
        option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0
            ? new CompletedValue(ValueKind.None, [])
            : Of(option.HelpName ?? "", option);

    /// <summary>Of an argument: known by its name or by the completions that it was given.</summary>
    /// <param name="argument">The argument.</param>
    public static CompletedValue Of(Argument argument) => Of(argument.Name, argument);

    private static CompletedValue Of(string name, Symbol symbol)
    {
        string[] words = name.Contains('|', StringComparison.Ordinal)
            ? name.Split('|')
            : [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label.ToLowerInvariant())];
        if (words.Length > 0)
            return new CompletedValue(ValueKind.Word, words);
        string last = name[(name.LastIndexOf('_') + 1)..];
        return new CompletedValue(
            FileNames.Contains(last) ? ValueKind.File
                : FolderNames.Contains(last) ? ValueKind.Folder
                : ValueKind.Free,
            []);
    }
}
