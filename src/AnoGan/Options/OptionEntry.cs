using System.Numerics;

namespace AnoGan;

/// <summary>
/// An option or an argument of a command: all that there is to say of it, in one place. The command line, its help, the
/// list of resolved options, completion, refusals, the comparison of a resumed run and the model card read it from
/// here.
/// </summary>
internal sealed record OptionEntry
{
    /// <summary>As it is typed: --critic-lr; IMAGES of an argument.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, without its range and its default.</summary>
    public required string Help { get; init; }

    /// <summary>What its value is; null of a switch.</summary>
    public OptionValue? Value { get; init; }

    /// <summary>The property that it sets, by which a refusal names it; null where it sets none.</summary>
    public string? Property { get; init; }

    /// <summary>What the property may be; null where anything will do.</summary>
    public ValueRule? Rule { get; init; }

    /// <summary>Another name of it, such as -o; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>Its default in words; null of a switch and of what has to be given.</summary>
    public string? Default { get; init; }

    /// <summary>The option without which it means nothing; null for none.</summary>
    public string? Needs { get; init; }

    /// <summary>The option beside which it means nothing; null for none.</summary>
    public string? Excludes { get; init; }

    /// <summary>Under which heading the help lists it.</summary>
    public required string Heading { get; init; }

    /// <summary>Whether a command without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is one for experts, which `--help-all` alone lists.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>Whether an argument may be given more than once.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>
    /// Whether the result depends on it: it stands on the model card, and a resumed run must have it alike.
    /// </summary>
    public bool IsKept { get; init; }

    /// <summary>Whether it is an argument, which has a place in place of a name.</summary>
    public bool IsArgument => Name[0] != '-';
}

/// <summary>What the value of an option is, and how it is read.</summary>
/// <param name="Unit">Its name in the help: RATE, or the words there are to choose from.</param>
internal abstract record OptionValue(string Unit)
{
    /// <summary>Words that the Tab key offers; other values may do too.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>Whether it is a number.</summary>
    public virtual bool IsNumber => false;

    /// <summary>Reads a value.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="expected">What was expected, where it is none.</param>
    /// <returns>The value; null where it is none.</returns>
    public abstract object? Read(string text, out string expected);
}

/// <summary>A number.</summary>
/// <param name="Unit">Its name in the help.</param>
/// <param name="Example">A number that fits, for a refusal.</param>
internal sealed record NumberValue<T>(string Unit, T Example) : OptionValue(Unit)
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    public override bool IsNumber => true;

    public override object? Read(string text, out string expected)
    {
        expected = NumberText.Expected(text, Example);
        return NumberText.TryRead(text, out T value) ? value : null;
    }
}

/// <summary>A member of an enumeration.</summary>
internal sealed record ChoiceValue<T>() : OptionValue(string.Join('|', ChoiceText.Words<T>()))
    where T : struct, Enum
{
    public override IReadOnlyList<string> Words => ChoiceText.Words<T>();

    public override object? Read(string text, out string expected)
    {
        expected = ChoiceText.Expected<T>();
        return ChoiceText.TryRead(text, out T value) ? value : null;
    }
}

/// <summary>Any text: a name, a list, a path.</summary>
/// <param name="Unit">Its name in the help.</param>
/// <param name="Suggested">Words that the Tab key offers.</param>
internal sealed record TextValue(string Unit, params string[] Suggested) : OptionValue(Unit)
{
    public override IReadOnlyList<string> Words => Suggested;

    public override object? Read(string text, out string expected)
    {
        expected = "";
        return text;
    }
}
