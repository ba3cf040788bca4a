using System.CommandLine;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Results;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan score IMAGES --model DIR --out DIR</c></summary>
internal static class ScoreCommand
{
    public static Command Create() => TableCommand.Of("score", """
        Says how far images are from normal, and where: report.html, scores.csv, heatmaps/, overlays/ and others.
        The score is a surprise, 2 for one normal image in a hundred: the loudest of the whole picture, of the local map
        (the critic's features beside those of the reconstruction, place by place), of the texture of tiles and of
        pretrained features, and added to it what a network that learned from made defects says. With an encoder the
        search decides none of these: it makes the nearest normal picture, its residual and --score paper.
        Example: anogan score photos/test --model runs/part --out runs/results
        """, ScoreTables.Score, request => request.Validate(), Run);

    private static int Run(ScoreRequest request, CommandLine line, CancellationToken cancellation)
    {
        request = ListInput.Take(request, cancellation);
        PictureListing listing = ScoreRun.Look(request);
        foreach (string warning in listing.Words)
            line.WarningOfPlan?.Invoke(warning);
        string? normalLabel = LabelSummary.FindNormalLabel(listing.Listed, request.NormalLabel);
        bool isFinished = ScoreRun.IsFinished(request);
        string plan = isFinished ? $"would find that {request.Out} is finished, if these are its options and images"
            : ScoreRun.IsInterrupted(request) ? $"would resume the interrupted scoring of {request.Out}"
            : $"would score {Images(request.Shard, listing)} of {request.Images} with {request.Model} and write the "
                + $"results to {request.Out}";
        ScoreSummary? summary = line.Compute(
            plan, events => ScoreRun.ExecuteListed(request, listing, DateTimeOffset.UtcNow, events, cancellation));
        if (summary is null)
            return ExitCode.Done;
        if (isFinished)
            line.Output.WriteLine($"{VisibleText.Of(request.Out)} was finished before: nothing was left to score");
        ScoreReport.Write(summary, normalLabel, line.Output);
        return ExitCode.Done;
    }

    private static string Images(Shard? shard, PictureListing listing) => shard is null
        ? $"{listing.Files.Count} images"
        : $"shard {shard} ({listing.Files.Count} images; {listing.Listed.Count} files in all)";
}
