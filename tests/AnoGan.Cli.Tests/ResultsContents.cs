using System.Text.RegularExpressions;

namespace AnoGan.Cli.Tests;

/// <summary>What a results folder or a model directory holds, to be compared byte by byte but for times.</summary>
internal static partial class ResultsContents
{
    /// <summary>Every file by its relative path: of tables, manifests and reports the text without times, of others all
    /// bytes.</summary>
    public static SortedDictionary<string, string> Of(string folder, Predicate<string>? isCompared = null)
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (
            string path in Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(path => isCompared?.Invoke(Path.GetFileName(path)) ?? true))
        {
            string name = Path.GetRelativePath(folder, path);
            contents[name] = name switch
            {
                "scores.csv" => Seconds().Replace(File.ReadAllText(path), "${before}SECONDS,"),
                "run.json" or "metrics.jsonl" => Times().Replace(File.ReadAllText(path), "\"${name}\": TIME"),
                "report.html" => ReportTimes().Replace(File.ReadAllText(path), "<time>TIME</time>"),
                _ => Convert.ToHexString(File.ReadAllBytes(path)),
            };
        }

        return contents;
    }

    [GeneratedRegex("^(?<before>([^,\\n]*,){10})[0-9.]+,", RegexOptions.Multiline)]
    private static partial Regex Seconds();

    [GeneratedRegex("\"(?<name>started|elapsedSeconds|elapsed_seconds)\": ?(\"[0-9T:.+-]+\"|[0-9.]+)")]
    private static partial Regex Times();

    [GeneratedRegex("<time>[^<]*</time>")]
    private static partial Regex ReportTimes();
}
