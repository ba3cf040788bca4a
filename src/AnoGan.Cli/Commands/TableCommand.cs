using System.CommandLine;
using System.CommandLine.Parsing;

namespace AnoGan.Cli.Commands;

/// <summary>A command whose options and arguments stand in a table.</summary>
internal sealed class TableCommand : Command
{
    private readonly Dictionary<string, Symbol> _symbols = [];

    private TableCommand(string name, string description, IEnumerable<OptionEntry> entries)
        : base(name, description)
    {
        Entries = [.. entries];
        foreach (OptionEntry entry in Entries)
            Add(entry);
    }

    /// <summary>What there is to say of its options and arguments, in the order of the help.</summary>
    public IReadOnlyList<OptionEntry> Entries { get; }

    /// <summary>Makes a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">
    /// What it does, for the help; the first line is a sentence, lines of examples last.
    /// </param>
    /// <param name="table">Its options.</param>
    /// <param name="validate">Refuses what does not make sense; a refusal is a wrong command line.</param>
    /// <param name="run">Does it; returns the exit code.</param>
    public static TableCommand Of<T>(
        string name, string description, OptionTable<T> table, Action<T> validate,
        Func<T, CommandLine, CancellationToken, int> run)
    {
        var command = new TableCommand(name, description, table.Rows.Select(row => row.Entry));
        command.SetAction((parsed, cancellation) => Task.Run(
            () => run(command.Bind(table, validate, parsed), command.Line(table, parsed), cancellation),
            CancellationToken.None));
        return command;
    }

    /// <summary>A refusal with the options that the user knows in place of properties.</summary>
    public string Message(AnoGanException refusal, ParseResult parsed) => refusal.MessageFor(property => Entries
        .Where(entry => entry.Property == property)
        .OrderByDescending(entry => Given(parsed, entry).Count) // --patch and --size set the same one
        .FirstOrDefault()?.Name);

    /// <summary>
    /// The values that were given for an entry, as they were typed; of a switch the word true or false.
    /// </summary>
    private IReadOnlyList<string> Given(ParseResult parsed, OptionEntry entry) => _symbols[entry.Name] switch
    {
        Option<bool> flag => parsed.GetResult(flag) is { Implicit: false }
            ? [parsed.GetValue(flag) ? "true" : "false"]
            : [],
        Option option => parsed.GetResult(option) is { Implicit: false } result
            ? [.. result.Tokens.Select(token => token.Value)]
            : [],
        Symbol argument => [.. parsed.GetResult((Argument)argument)?.Tokens.Select(token => token.Value) ?? []],
    };

    private void Add(OptionEntry entry)
    {
        string[] words = [.. entry.Value?.Words ?? []];
        if (entry.IsArgument)
        {
            Argument argument = entry.IsRepeated
                ? new Argument<string[]>(entry.Name) { Arity = ArgumentArity.OneOrMore }
                : new Argument<string>(entry.Name)
                {
                    Arity = entry.IsRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
                };
            argument.Validators.Add(result => Check(result, result.Tokens, entry));
            argument.CompletionSources.Add(words);
            Arguments.Add(argument);
            _symbols.Add(entry.Name, argument);
            return;
        }

        Option option = entry.Value is null ? new Option<bool>(entry.Name) : new Option<string>(entry.Name);
        option.Required = entry.IsRequired;
        if (entry.Alias is { } alias)
            option.Aliases.Add(alias);
        if (entry.Value is not null)
            option.Validators.Add(result => Check(result, result.Tokens, entry));
        option.CompletionSources.Clear(); // of a switch the words true and false, which nobody types
        option.CompletionSources.Add(words);
        Options.Add(option);
        _symbols.Add(entry.Name, option);
    }

    private static void Check(SymbolResult result, IEnumerable<Token> tokens, OptionEntry entry)
    {
        foreach (Token token in tokens)
        {
            if (entry.Value!.Read(token.Value, out string expected) is null)
                result.AddError($"{entry.Name}: found '{token.Value}', expected {expected}");
        }
    }

    private T Bind<T>(OptionTable<T> table, Action<T> validate, ParseResult parsed)
    {
        try
        {
            T request = table.Defaults;
            foreach (OptionTable<T>.Row row in table.Rows)
            {
                foreach (string text in Given(parsed, row.Entry))
                {
                    CheckCompany(parsed, row.Entry);
                    object value = row.Entry.Value is { } kind ? kind.Read(text, out _)! : text == "true";
                    request = row.Set(request, value);
                }
            }

            validate(request);
            return request;
        }
        catch (AnoGanException e)
        {
            throw new UsageException(e);
        }
    }

    private bool IsGiven(ParseResult parsed, string name) =>
        Given(parsed, Entries.First(other => other.Name == name)).Count > 0;

    // Whether another option has taken its place.
    private bool IsReplaced(ParseResult parsed, OptionEntry entry) =>
        entry.Excludes is { } other && IsGiven(parsed, other);

    private void CheckCompany(ParseResult parsed, OptionEntry entry)
    {
        if (entry.Needs is { } needed && !IsGiven(parsed, needed))
            throw new AnoGanException($"{entry.Name}: found without {needed}, expected with it; add {needed}, or leave "
                + "it out");
        if (IsReplaced(parsed, entry))
            throw new AnoGanException($"{entry.Name}: found together with {entry.Excludes}, expected one of them; "
                + "leave one out");
    }

    private CommandLine Line<T>(OptionTable<T> table, ParseResult parsed) => new(
        parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error,
        name => Entries.FirstOrDefault(entry => entry.Name == name) is { } entry
            && Given(parsed, entry) is ["true"],
        () => Echo(table, Bind(table, _ => { }, parsed), parsed));

    // The resolved options, those that are not defaults marked with a star.
    private IEnumerable<string> Echo<T>(OptionTable<T> table, T request, ParseResult parsed)
    {
        foreach (OptionTable<T>.Row row in table.Rows)
        {
            OptionEntry entry = row.Entry;
            string? usual = row.Text(table.Defaults), text = row.Text(request);
            bool isOpen = text is null && (usual is not null || IsReplaced(parsed, entry));
            if (entry.IsArgument || entry.Property is null || isOpen)
                continue;
            text ??= Given(parsed, entry) is [var given] ? given : null;
            yield return $" {(text is null || (text == usual && !entry.IsRequired) ? ' ' : '*')} {entry.Name,-18} "
                + VisibleText.Of(text ?? entry.Default ?? "-");
        }
    }
}
