using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Cli.Progress;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan watch FOLDER --model DIR --out DIR</c></summary>
internal static class WatchCommand
{
    public static Command Create() => TableCommand.Of("watch", """
        Scores images as they are finished in a folder, for a camera or a nightly job that drops files there.
        Of each a row of scores.csv and its pictures are written as `anogan score` would, and then a line of JSON to
        stdout. Each path is scored once: a file that changes later is not scored again. Ctrl+C or SIGTERM ends it, with
        a report and exit code 0; the same command continues, whatever ended it.
        Example: anogan watch camera/inbox --model runs/part --out runs/line-3
        """, WatchTable.Options, request => request.Validate(), Run);

    private static int Run(WatchRequest request, CommandLine line, CancellationToken cancellation)
    {
        ScoreRequest score = request.Score;
        WatchRun.Check(request);
        if (!line.Begins(() => $"would watch {score.Images}, where {WatchRun.Count(request)} images are now, with "
            + $"{score.Model} and write the results to {score.Out}"))
            return ExitCode.Done;
        TorchRuntime.Load(CommandLine.CacheFolder);

        // No live display: it would draw over the lines of results where both go to one terminal.
        var display = new PlainProgress(line.Error, showsProgress: !line.IsQuiet);
        var events = new RunEvents { Stage = display.Stage, Warning = display.Warning, Note = display.Note };
        ScoreSummary summary = WatchRun.Execute(
            request, DateTimeOffset.UtcNow, events, image => Print(image, line.Output), cancellation);
        display.Note($"{summary.Images} images in {score.Out}, {summary.Manifest.FailedImages} without a score");
        return ExitCode.Done;
    }

    // Whoever reads them is to have each at once.
    private static void Print(ScoredImage image, TextWriter output)
    {
        output.WriteLine(JsonSerializer.Serialize(WatchLine.Of(image), WatchJson.Default.WatchLine));
        output.Flush();
    }
}

/// <summary>What stdout says of one image; numbers as in scores.csv, and what is null is left out.</summary>
/// <param name="Path">Path below the folder, with forward slashes.</param>
/// <param name="Label">The first folder in it; null where there is an error.</param>
/// <param name="Score">The score; null where there is an error.</param>
/// <param name="PValue">The p-value; null where the model has none.</param>
/// <param name="IsAnomaly">The verdict; null where there is no p-value.</param>
/// <param name="Term">The term that the score is due to.</param>
/// <param name="Seconds">The image's share of the time that it was found in.</param>
/// <param name="Error">Why there is no score.</param>
internal sealed record WatchLine(
    string Path, string? Label, float? Score, float? PValue, bool? IsAnomaly, string? Term, double? Seconds,
    string? Error)
{
    /// <summary>The line of an image.</summary>
    public static WatchLine Of(ScoredImage image)
    {
        string path = image.File.RelativePath;
        if (image.Score is not { } score)
            return new WatchLine(path, null, null, null, null, null, null, image.Error);
        bool isJudged = !double.IsNaN(score.PValue);
        return new WatchLine(
            path, image.File.Label, (float)score.Score, isJudged ? (float)score.PValue : null,
            isJudged ? score.IsAnomaly : null, score.Term is { } term ? ScoreTable.WordOf(term) : null,
            Math.Round(image.Seconds, 6), null);
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WatchLine))]
internal sealed partial class WatchJson : JsonSerializerContext;
