using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;

namespace AnoGan.Cli.Commands;

/// <summary>
/// Options whose values are numbers, or words of a list. All are made here, so that all are read alike and what is
/// refused is shown as it was written, beside a value that would do.
/// </summary>
internal static class ValueOptions
{
    /// <summary>A number that has a default.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What the number is, for the help.</param>
    /// <param name="defaultValue">
    /// The number where none is given, which also shows in a refusal what one looks like.
    /// </param>
    /// <param name="helpName">The name of the value in the help.</param>
    public static Option<T> Number<T>(string name, string description, T defaultValue, string helpName = "N")
        where T : struct, INumber<T>, IMinMaxValue<T> => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = given => ReadNumber(given, name, defaultValue) ?? default,
    };

    /// <summary>A number that may be left out; its description says what that means.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What the number is, for the help.</param>
    /// <param name="example">A number that fits, for a refusal.</param>
    /// <param name="helpName">The name of the value in the help.</param>
    public static Option<T?> NumberOrNone<T>(string name, string description, T example, string helpName = "N")
        where T : struct, INumber<T>, IMinMaxValue<T> => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = given => ReadNumber(given, name, example),
    };

    /// <summary>A word of a list.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What the word chooses, for the help.</param>
    /// <param name="defaultValue">The choice where none is given; null where one must be given.</param>
    public static Option<T> Choice<T>(string name, string description, T? defaultValue = null)
        where T : struct, Enum => new(name)
    {
        Description = description,
        HelpName = string.Join('|', ChoiceText.Words<T>()),
        Required = defaultValue is null,
        DefaultValueFactory = defaultValue is { } value ? _ => value : null,
        CustomParser = given => ReadChoice<T>(given, name) ?? default,
    };

    /// <summary>A word of a list that may be left out; its description says what that means.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What the word chooses, for the help.</param>
    public static Option<T?> ChoiceOrNone<T>(string name, string description)
        where T : struct, Enum => new(name)
    {
        Description = description,
        HelpName = string.Join('|', ChoiceText.Words<T>()),
        CustomParser = given => ReadChoice<T>(given, name),
    };

    /// <summary>Refuses a value in the one wording of all options.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="expected">What was expected.</param>
    public static void Refuse(ArgumentResult given, string name, string expected) =>
        given.AddError($"{name}: found '{TextOf(given)}', expected {expected}");

    private static T? ReadNumber<T>(ArgumentResult given, string name, T example)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        if (NumberText.TryRead(TextOf(given), out T value))
            return value;
        Refuse(given, name, NumberText.Expected(TextOf(given), example));
        return null;
    }

    private static T? ReadChoice<T>(ArgumentResult given, string name)
        where T : struct, Enum
    {
        if (ChoiceText.TryRead(TextOf(given), out T value))
            return value;
        Refuse(given, name, ChoiceText.Expected<T>());
        return null;
    }

    // Exactly one: the parser has refused more and fewer before.
    private static string TextOf(ArgumentResult given) => given.Tokens[0].Value;
}
