using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AnoGan.Cli.Commands;

/// <summary>A number of images, or that it is to be measured.</summary>
/// <param name="Images">How many; null to measure.</param>
internal sealed record BatchSize(int? Images)
{
    private const string Name = "--batch", Auto = "auto";

    /// <summary>The option whose value it is.</summary>
    /// <param name="description">What the number is, for the help.</param>
    /// <param name="example">A number that fits, for a refusal.</param>
    public static Option<BatchSize?> Option(string description, int example) => new(Name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = given => Read(given, example),
        CompletionSources = { Auto },
    };

    /// <inheritdoc/>
    public override string ToString() => Images?.ToString(CultureInfo.InvariantCulture) ?? Auto;

    private static BatchSize? Read(ArgumentResult given, int example)
    {
        string text = given.Tokens[0].Value;
        if (text == Auto)
            return new BatchSize(Images: null);
        if (NumberText.TryRead(text, out int images))
            return new BatchSize(images);
        ValueOptions.Refuse(given, Name, $"{NumberText.Expected(text, example)}, or {Auto}");
        return null;
    }
}
