using AnoGan.Scoring;

namespace AnoGan;

/// <summary>The options of `anogan watch`: those of score that apply, and its own.</summary>
internal static class WatchTable
{
    /// <summary>The table.</summary>
    public static OptionTable<WatchRequest> Options { get; } =
        new OptionTable<WatchRequest>(new() { Score = ScoreTables.Score.Defaults })
        .Part(
            new OptionTable<ScoreRequest>(ScoreTables.Score.Defaults)
            .Argument("FOLDER", "Folder to watch, with all folders below it; the first one on the way to an image is "
                + "its label",
                r => r.Images, (r, v) => r with { Images = v })
            .Model("Model directory, made by `anogan train`", r => r.Model, (r, v) => r with { Model = v })
            .Out("Results folder to make, or to continue", r => r.Out, (r, v) => r with { Out = v }),
            w => w.Score, Change)
        .Real("--settle", "An image is finished when its size and time have not changed for so long",
            w => w.SettleSeconds, (w, v) => w with { SettleSeconds = v }, "SECONDS")
        .Real("--interval", "Time from one look at the folder to the next",
            w => w.IntervalSeconds, (w, v) => w with { IntervalSeconds = v }, "SECONDS")
        .Real("--report-every", "The least time from one report.html to the next while images arrive; the last is "
            + "written when the watch ends",
            w => w.ReportMinutes, (w, v) => w with { ReportMinutes = v }, "MINUTES")
        .Real("--until-idle", "End when nothing new came for so long",
            w => w.IdleSeconds, (w, v) => w with { IdleSeconds = v }, "SECONDS", 60, "never")
        .Part(
            new OptionTable<ScoreRequest>(ScoreTables.Score.Defaults)
            .HowToScore()
            .WhatToWrite()
            .Threads(r => r.Threads, (r, v) => r with { Threads = v }).Kept()
            .Device(r => r.Device, (r, v) => r with { Device = v }).Kept(),
            w => w.Score, Change)
        .Quiet().DryRun();

    private static WatchRequest Change(WatchRequest request, Func<ScoreRequest, ScoreRequest> change) =>
        request with { Score = change(request.Score) };
}
