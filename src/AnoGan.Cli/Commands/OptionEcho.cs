using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AnoGan.Cli.Commands;

/// <summary>Prints the resolved options of a command, those that are not defaults marked with a star.</summary>
internal static partial class OptionEcho
{
    // Of options that tell whether they were given: a number, or that the model decides.
    [GeneratedRegex(@"\[default: (the model's|[0-9.]+)\]")]
    private static partial Regex ShortDefault();

    /// <summary>Writes one line an option.</summary>
    /// <param name="parsed">The parsed command line.</param>
    /// <param name="error">Where to.</param>
    public static void Write(ParseResult parsed, TextWriter error)
    {
        IList<Option> options = parsed.CommandResult.Command.Options;
        bool seesPatches = options.Any(option =>
            option.Name == "--patch" && parsed.GetResult(option) is { Implicit: false }
        );
        foreach (Option option in options)
        {
            if (
                option.Name is "--help" or "--version" or "--quiet" or "--dry-run"
                || (option.Name == "--size" && seesPatches))
                continue;
            OptionResult? result = parsed.GetResult(option);
            bool isGiven = result is { Implicit: false };
            object? value = result is null ? null : parsed.GetValue<object?>(option.Name);
            string whenUnset = ShortDefault().Match(option.Description!) is { Success: true } match
                ? match.Groups[1].Value
                : "-";
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } shown
                ? shown.ToLowerInvariant()
                : whenUnset;
            error.WriteLine(
                $" {(isGiven ? '*' : ' ')} {option.Name, -18} "
                    + $"{VisibleText.Of(isGiven && value is string path ? path : text)}");
        }
    }
}
