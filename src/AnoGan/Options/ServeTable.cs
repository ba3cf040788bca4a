using AnoGan.Method;
using AnoGan.Scoring;

namespace AnoGan;

/// <summary>The options of `anogan serve`.</summary>
internal static class ServeTable
{
    private static readonly OptionTable<WarmScorerOptions> Scoring = new OptionTable<WarmScorerOptions>(new())
        .Under("Scores and defects")
        .Choice<ScoreKind>("--score", "combined (the most surprising of what is measured) or paper "
            + "((1-λ)·residual + λ·feature distance)", o => o.Kind, (o, v) => o with { Kind = v })
        .FalsePositiveRate(o => o.FalsePositiveRate, (o, v) => o with { FalsePositiveRate = v })
        .Whole("--min-area", "The fewest pixels of a defect; smaller specks are no regions",
            o => o.MinArea, (o, v) => o with { MinArea = v }, "PIXELS")
        .Whole("--steps", "The most search steps a picture; 0 compares with the picture of the start",
            o => o.Steps, (o, v) => o with { Steps = v }, example: 25,
            unset: "0 where no score depends on the search, else the model's")
        .Under(SharedOptions.TheRun)
        .SearchPrecision(o => o.Precision, (o, v) => o with { Precision = v })
        .Threads(o => o.Threads, (o, v) => o with { Threads = v })
        .Device(o => o.Device, (o, v) => o with { Device = v });

    /// <summary>The options.</summary>
    public static OptionTable<ServeRequest> Serve { get; } = new OptionTable<ServeRequest>(new() { Models = [] })
        .Argument("MODEL", "Model directories, made by `anogan train`; requests name them by their folders' names",
            _ => null, (r, v) => r with { Models = [.. r.Models, v] }, nameof(ServeRequest.Models)).Repeated()
        .Text("--listen", "ADDRESS:PORT", "Where to listen; port 0 takes one that is free and says which. There is no "
            + "TLS: beyond this machine put a proxy in front, and give a token",
            r => r.Listen.ToString(), (r, v) => r with { Listen = ServeRequest.ReadListen(v) },
            property: nameof(ServeRequest.Listen))
        .Text("--token", "FILE", "Ask every request for the token that the file holds, as Authorization: Bearer TOKEN",
            r => r.TokenFile, (r, v) => r with { TokenFile = v }, "none")
        .Under("Limits")
        .Whole("--max-body-mb", "The longest body of a request, in MB",
            r => r.MaxBodyMegabytes, (r, v) => r with { MaxBodyMegabytes = v }, "MB")
        .Whole("--queue", "The most requests that wait or are scored at the same time; more are answered 429",
            r => r.Queue, (r, v) => r with { Queue = v })
        .Real("--timeout", "Seconds that a request may take, from its first byte to the answer",
            r => r.TimeoutSeconds, (r, v) => r with { TimeoutSeconds = v }, "SECONDS")
        .Part(Scoring, r => r.Scoring, (r, change) => r with { Scoring = change(r.Scoring) })
        .Under(SharedOptions.TheRun)
        .Flag("--log", "Write a line a request on stderr", r => r.Log, (r, v) => r with { Log = v })
        .Quiet().DryRun();
}
