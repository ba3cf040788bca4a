using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text.RegularExpressions;
using AnoGan.Cli.Commands;

namespace AnoGan.Cli.Help;

/// <summary>
/// What --help and --help-all do: the library's own help knows neither groups of options nor examples nor exit codes.
/// </summary>
/// <param name="isWhole">Whether options for experts are listed too.</param>
internal sealed class CommandHelp(bool isWhole) : SynchronousCommandLineAction
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
        TextWriter output = parseResult.InvocationConfiguration.Output;
        new HelpText(output, TerminalWidth(output), isWhole).Write(parseResult.CommandResult.Command);
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

/// <summary>The help of a command: what it does, how it is called, its options in groups, and examples.</summary>
/// <param name="output">Where to.</param>
/// <param name="width">Columns that a line may have.</param>
/// <param name="isWhole">Whether options for experts are listed too.</param>
internal sealed partial class HelpText(TextWriter output, int width, bool isWhole)
{
    /// <summary>The option that lists what <c>--help</c> leaves out.</summary>
    public const string All = "--help-all";

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
        IReadOnlyList<OptionEntry> entries = (command as TableCommand)?.Entries ?? [];
        OptionEntry[] arguments = [.. entries.Where(entry => entry.IsArgument)];
        WriteDescription(command);
        Section("Usage", [command is RootCommand ? "anogan <COMMAND> [options]" : Usage(command.Name, entries)]);
        if (arguments.Length > 0)
            Table("Arguments", arguments.Select(entry => (Shown(entry), Description(entry))));
        if (command.Subcommands.Count > 0)
            Table("Commands", command.Subcommands.Select(c => (c.Name, Lines(c)[0])));
        foreach (IGrouping<string, OptionEntry> group in entries
            .Where(entry => !entry.IsArgument && (isWhole || !entry.IsAdvanced)).GroupBy(entry => entry.Heading))
            Table(group.Key, group.Select(entry => (Shown(entry), Description(entry))));
        if (command is RootCommand)
            Table("Options", command.Options.Select(option => (NamesOf(option), option.Description ?? "")));
        if (ExamplesOf(command) is { Count: > 0 } examples)
            Section(
                examples.Count > 1 ? "Examples" : "Example",
                examples.SelectMany(e => e.Title == "Example" ? [e.Line] : (string[])[$"{e.Title}:", $"  {e.Line}"]));
        if (command is RootCommand)
        {
            Table(
                "Exit codes",
                ExitCode.Meanings.Select(item => (item.Code.ToString(CultureInfo.InvariantCulture), item.Meaning)));
            output.WriteLine("`anogan COMMAND --help` says more of a command.");
        }
        else if (!isWhole && entries.Count(entry => entry.IsAdvanced) is > 0 and var hidden)
        {
            output.WriteLine($"{hidden} more options, for experts: `anogan {command.Name} {All}`.");
        }
    }

    /// <summary>What an option does, its range and its default.</summary>
    /// <param name="entry">The option.</param>
    public static string Description(OptionEntry entry)
    {
        string range = (entry.Rule as NumberRange)?.Help is { } expected ? $", {expected}" : "";
        string usual = entry.IsRequired && !entry.IsArgument ? " (required)"
            : entry.Default is { } text ? $" [default: {text}]"
            : "";
        return entry.Help + range + usual;
    }

    private static string[] Lines(Command command) => (command.Description ?? "").ReplaceLineEndings("\n").Split('\n');

    private static string Usage(string command, IEnumerable<OptionEntry> entries)
    {
        IEnumerable<string> needed = entries.Where(entry => entry.IsArgument || entry.IsRequired)
            .OrderByDescending(entry => entry.IsArgument)
            .Select(entry => entry.IsArgument ? Shown(entry) : $"{entry.Name} <{entry.Value!.Unit}>");
        return string.Join(' ', ["anogan", command, .. needed, "[options]"]);
    }

    // -o, --out <DIR>; of an argument <IMAGES>, or [IMAGES] where it may be left out.
    private static string Shown(OptionEntry entry)
    {
        if (entry.IsArgument)
            return (entry.IsRequired ? $"<{entry.Name}>" : $"[{entry.Name}]") + (entry.IsRepeated ? "..." : "");
        IEnumerable<string> names = new[] { entry.Alias, entry.Name }.OfType<string>()
            .OrderBy(name => name.Length > 2).ThenBy(name => name != entry.Name);
        string value = entry.Value is { } kind ? $" <{kind.Unit}>" : "";
        return string.Join(", ", names) + value;
    }

    private static string NamesOf(Option option) => string.Join(", ", option.Aliases
        .Where(alias => alias[0] == '-' && alias[^1] != '?').Append(option.Name).Distinct()
        .OrderBy(name => name.Length > 2));

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
