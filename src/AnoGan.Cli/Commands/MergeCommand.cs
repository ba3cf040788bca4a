using System.CommandLine;
using AnoGan.Results;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan merge SHARDS... --out DIR</c></summary>
internal static class MergeCommand
{
    public static Command Create() => TableCommand.Of("merge", """
        Makes of the results of all shards the results folder that one run would have made.
        Equal to the last byte but for times: tables, pictures, run.json and report. Pictures are linked, not copied,
        where the disk allows it; the shards stay as they are.
        Example: anogan merge runs/shard-* --out runs/results
        """, ScoreTables.Merge, request => request.Validate(), Run);

    private static int Run(MergeRequest request, CommandLine line, CancellationToken cancellation)
    {
        if (!line.Begins(() => MergeRun.Plan(request) is var (images, missing)
            ? $"would merge {images} images of {request.Shards.Count} shards into {request.Out}"
                + (missing.Count > 0 ? $", without {string.Join(", ", missing)}" : "")
            : ""))
            return ExitCode.Done;
        (ScoreSummary summary, string? normalLabel) = line.Show(
            events => MergeRun.Run(request, events, cancellation));
        ScoreReport.Write(summary, normalLabel, line.Output);
        return ExitCode.Done;
    }
}
