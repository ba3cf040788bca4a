using AnoGan.Images;
using AnoGan.Results;

namespace AnoGan.Report;

/// <summary>What a page of scores can be told of its false alarms, and the command that learns from them.</summary>
internal static class ReportCorrections
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=.,:@%/";

    /// <summary>
    /// The command for a POSIX shell that takes the list which the page saves; null where no model gave the scores.
    /// The folder and the model have their last names: where they were, a page that is sent to others does not say.
    /// </summary>
    public static string? Command(RunManifest run) => run.Model is { } model
        ? $"anogan calibrate --add-normal {Word(run.Images, "IMAGES")} --list normal.txt --model {Word(model, "MODEL")}"
        : null;

    /// <summary>
    /// Whether a list with a path a line can name an image, by the very path that the page shows: no page of a file,
    /// and nothing with hidden characters.
    /// </summary>
    public static bool CanList(string path) => ImageCodec.IsImageName(path) && VisibleText.Of(path) == path;

    // A name that begins like an option, or like a file of arguments, begins with its folder. A drive has no name.
    private static string Word(string name, string unknown)
    {
        string word = VisibleText.Of(name.Length == 0 ? unknown : name[0] is '-' or '@' ? $"./{name}" : name);
        return word.All(letter => Plain.Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
