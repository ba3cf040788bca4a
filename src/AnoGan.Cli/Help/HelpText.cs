using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AnoGan.Cli.Help;

/// <summary>The help of a command: what it does, how it is called, its options in groups, and examples.</summary>
/// <param name="output">Where to.</param>
/// <param name="width">Columns that a line may have.</param>
internal sealed partial class HelpText(TextWriter output, int width)
{
    // A wider name has the line to itself.
    private const int NameColumn = 30;

    // A line of a description that shows a call: "Example: anogan ..." or "Large pictures: anogan ...".
    [GeneratedRegex(@"^([A-Z][^:]*): (anogan .+)$")]
    private static partial Regex ExampleLine();

    /// <summary>The calls that a description shows.</summary>
    /// <param name="command">The command.</param>
    /// <returns>What they are examples of ("Example" where nothing is said), and the command lines.</returns>
    public static IReadOnlyList<(string Title, string Line)> ExamplesOf(Command command) =>
        [
            .. Lines(command)
                .Select(line => ExampleLine().Match(line))
                .Where(match => match.Success)
                .Select(match => (match.Groups[1].Value, match.Groups[2].Value)),
        ];

    /// <summary>Writes the help.</summary>
    /// <param name="command">The command, or the program as a whole.</param>
    public void Write(Command command)
    {
        WriteDescription(command);
        Section("Usage", [Usage(command)]);
        if (command.Arguments.Count > 0)
            Table(
                "Arguments",
                command.Arguments.Select(argument =>
                    (
                        $"<{argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}",
                        argument.Description ?? "")));
        if (command.Subcommands.Count > 0)
            Table("Commands", command.Subcommands.Select(c => (c.Name, Lines(c)[0])));
        Option[] options =
        [
            .. command
                .Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options).Where(o => o.Recursive))
                .DistinctBy(o => o.Name)
                .Where(o => !o.Hidden),
        ];
        foreach ((string heading, IReadOnlyList<Option> members) in OptionGroups.Of(command.Name, options))
            Table(heading, members.Select(option => (NameOf(option), DescriptionOf(option))));
        if (ExamplesOf(command) is { Count: > 0 } examples)
            Section(
                examples.Count > 1 ? "Examples" : "Example",
                examples.SelectMany(e => e.Title == "Example" ? [e.Line] : (string[])[$"{e.Title}:", $"  {e.Line}"]));
        if (command is not RootCommand)
            return;
        Table(
            "Exit codes",
            ExitCode.Meanings.Select(item => (item.Code.ToString(CultureInfo.InvariantCulture), item.Meaning)));
        output.WriteLine("`anogan COMMAND --help` says more of a command.");
    }

    private static string[] Lines(Command command) => (command.Description ?? "").ReplaceLineEndings("\n").Split('\n');

    private static string Usage(Command command)
    {
        if (command is RootCommand)
            return "anogan <COMMAND> [options]";
        IEnumerable<string> arguments = command.Arguments.Select(a =>
            $" <{a.Name}>{(a.Arity.MaximumNumberOfValues > 1 ? "..." : "")}");
        IEnumerable<string> required = command.Options.Where(o => o.Required).Select(o => $" {o.Name} <{o.HelpName}>");
        return $"anogan {command.Name}{string.Concat(arguments)}{string.Concat(required)} [options]";
    }

    private static string NameOf(Option option)
    {
        IEnumerable<string> aliases = option.Aliases.Where(alias => alias[0] == '-' && alias[^1] != '?');
        string names = string.Join(
            ", ",
            aliases.Append(option.Name).Distinct().OrderBy(name => name.Length > 2).ThenBy(name => name != option.Name)
        );
        bool isFlag = option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0;
        return isFlag ? names : $"{names} <{option.HelpName}>";
    }

    // Words are shown as they are typed: the names of enumerations begin with a capital, options do not.
    private static string DescriptionOf(Option option)
    {
        string text = option.Required ? $"{option.Description} (required)" : option.Description ?? "";
        if (!option.HasDefaultValue || option.ValueType == typeof(bool))
            return text;
        string shown = Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) ?? "";
        return $"{text} [default: {(option.ValueType.IsEnum ? shown.ToLowerInvariant() : shown)}]";
    }

    // Lines that begin at the margin run on; indented ones are as they are.
    private void WriteDescription(Command command)
    {
        output.WriteLine("Description:");
        string paragraph = "";
        foreach (string line in Lines(command).Where(line => !ExampleLine().IsMatch(line)).Append(" "))
        {
            if (!line.StartsWith(' '))
            {
                paragraph += paragraph.Length > 0 ? $" {line}" : line;
                continue;
            }

            if (paragraph.Length > 0)
                WriteWrapped("  ", paragraph, indent: 2);
            paragraph = "";
            if (line.Length > 1)
                output.WriteLine($"  {line}");
        }

        output.WriteLine();
    }

    // Lines to be copied, which are not broken.
    private void Section(string heading, IEnumerable<string> lines)
    {
        output.WriteLine($"{heading}:");
        foreach (string line in lines)
            output.WriteLine($"  {line}");
        output.WriteLine();
    }

    private void Table(string heading, IEnumerable<(string Name, string Text)> rows)
    {
        (string Name, string Text)[] all = [.. rows];
        int column = 2 + Math.Min(all.Max(row => row.Name.Length), NameColumn) + 2;
        output.WriteLine($"{heading}:");
        foreach ((string name, string text) in all)
        {
            string start = $"  {name}".PadRight(column);
            if (start.Length > column)
            {
                output.WriteLine(start);
                start = new string(' ', column);
            }

            WriteWrapped(start, text, column);
        }

        output.WriteLine();
    }

    // Breaks at blanks; a word that is too long stays whole.
    private void WriteWrapped(string start, string text, int indent)
    {
        string line = start;
        bool isEmpty = true;
        foreach (string word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width && word.Length > 0)
            {
                output.WriteLine(line.TrimEnd());
                line = new string(' ', indent);
                isEmpty = true;
            }

            line += isEmpty ? word : $" {word}";
            isEmpty = false;
        }

        output.WriteLine(line.TrimEnd());
    }
}
