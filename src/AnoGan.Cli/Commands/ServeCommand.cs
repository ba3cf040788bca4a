using System.CommandLine;
using System.Runtime.CompilerServices;
using AnoGan.Cli.Progress;
using AnoGan.Models;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Server;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan serve MODEL...</c></summary>
internal static class ServeCommand
{
    public static Command Create() => TableCommand.Of("serve", """
        Keeps models loaded and scores pictures that are sent over HTTP: one picture in, one JSON document out.
        POST a picture to /v1/models/NAME/score, NAME being the folder's, or to /v1/score where there is one model;
        /openapi/v1.json describes all. Scores are those of `anogan score`. Prints one line once the models are loaded:
        listening on http://127.0.0.1:8080. SIGTERM and Ctrl+C end it after the requests under way, with exit code 0.
        Needs the ASP.NET Core runtime 10.0 beside that of .NET. No picture is written to disk.
        Example: anogan serve runs/part
        A free port, and a token: anogan serve runs/part runs/lid --listen 127.0.0.1:0 --token token.txt
        """, ServeTable.Serve, request => request.Validate(), Run);

    private static int Run(ServeRequest request, CommandLine line, CancellationToken cancellation)
    {
        foreach (string model in request.Models)
            ModelDirectory.RequireManifest(model);
        if (!line.Begins(() => $"would serve {string.Join(", ", request.NamedModels.Select(model => model.Name))} on "
            + $"http://{request.Listen}"))
            return ExitCode.Done;
        AspNetFramework.Require();
        TorchRuntime.Load(CommandLine.CacheFolder);
        Serve(request, line, cancellation);
        return ExitCode.Done;
    }

    // Apart, for ASP.NET can only be found from now on.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Serve(ServeRequest request, CommandLine line, CancellationToken cancellation)
    {
        var events = new RunEvents { Warning = new PlainProgress(line.Error, showsProgress: false).Warning };
        ServeRun.Execute(request, events, new ServeNews
        {
            Ready = address =>
            {
                line.Output.WriteLine($"listening on {address}");
                line.Output.Flush();
            },
            Line = text => line.Error.WriteLine(VisibleText.Of(text)),
        }, cancellation);
    }
}
