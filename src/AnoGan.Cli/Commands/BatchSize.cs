using System.CommandLine.Parsing;
using System.Globalization;

namespace AnoGan.Cli.Commands;

/// <summary>A number of images, or that it is to be measured.</summary>
/// <param name="Images">How many; null to measure.</param>
internal sealed record BatchSize(int? Images)
{
    /// <summary>What asks for a measurement.</summary>
    public const string Auto = "auto";

    /// <summary>Reads an option's value.</summary>
    /// <param name="result">What was given; an error is added to it where it is no such value.</param>
    public static BatchSize? Parse(ArgumentResult result)
    {
        string given = result.Tokens[0].Value;
        if (given == Auto)
            return new BatchSize(Images: null);
        if (int.TryParse(given, NumberStyles.Integer, CultureInfo.InvariantCulture, out int images))
            return new BatchSize(images);
        result.AddError($"--batch {given}: expected a number of images, or {Auto}");
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Images?.ToString(CultureInfo.InvariantCulture) ?? Auto;
}
