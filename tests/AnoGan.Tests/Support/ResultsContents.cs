using System.Text.RegularExpressions;

namespace AnoGan.Tests.Support;

/// <summary>What two runs that did the same have in common.</summary>
internal static partial class ResultsContents
{
    /// <summary>Every file of a results folder by its name: text without times, pictures as they are.</summary>
    public static SortedDictionary<string, string> Of(string folder)
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, path);
            contents[name] = name switch
            {
                "scores.csv" => Seconds().Replace(File.ReadAllText(path), "${before},"),
                "run.json" => Times().Replace(File.ReadAllText(path), ""),
                "report.html" => ReportTimes().Replace(File.ReadAllText(path), ""),
                _ => Convert.ToHexString(File.ReadAllBytes(path)),
            };
        }

        return contents;
    }

    [GeneratedRegex("^(?<before>([^,\\n]*,){10})[0-9.]+,", RegexOptions.Multiline)]
    private static partial Regex Seconds();

    [GeneratedRegex("\"(started|elapsedSeconds)\": [^\\n]*")]
    private static partial Regex Times();

    [GeneratedRegex("<time>[^<]*</time>")]
    private static partial Regex ReportTimes();
}
