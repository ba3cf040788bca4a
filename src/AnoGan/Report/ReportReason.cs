using System.Text.RegularExpressions;
using AnoGan.Evaluation;

namespace AnoGan.Report;

/// <summary>Why an image has no score, without its place on the disk: a report may be sent to others.</summary>
internal static partial class ReportReason
{
    /// <summary>What stands behind the image's name in its error.</summary>
    /// <param name="row">An image without a score.</param>
    public static string Of(ScoreRow row)
    {
        string error = row.Error ?? "no score";
        foreach (
            string path in (string[])
                [row.Path, VisibleText.Of(row.Path), row.Path.Replace('/', Path.DirectorySeparatorChar)])
        {
            int name = error.IndexOf(path + ": ", StringComparison.Ordinal);
            if (name >= 0)
                return WithoutPlaces(error[(name + path.Length + 2)..], error[..name]);
        }

        return WithoutPlaces(error, "");
    }

    // The scored folder is known; other places are in the quotes that the system puts around them.
    private static string WithoutPlaces(string cause, string folder)
    {
        if (folder.Length > 1 && Path.IsPathRooted(folder))
            cause = cause.Replace(folder, "", StringComparison.Ordinal);
        return QuotedPlace().Replace(cause, "'…'");
    }

    [GeneratedRegex(@"'(?:/|\\\\|[A-Za-z]:[/\\]).*?'(?!\w)")]
    private static partial Regex QuotedPlace();
}
