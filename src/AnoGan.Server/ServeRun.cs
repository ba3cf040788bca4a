using System.Net;
using AnoGan.Scoring;
using Microsoft.AspNetCore.Builder;

namespace AnoGan.Server;

/// <summary>What a server tells of itself.</summary>
internal sealed record ServeNews
{
    /// <summary>Told the address once, when the models are loaded and requests are scored.</summary>
    public required Action<string> Ready { get; init; }

    /// <summary>Told a line for people, from any thread.</summary>
    public required Action<string> Line { get; init; }
}

/// <summary>From models to a server that runs until it is stopped. libtorch must be loaded.</summary>
internal static class ServeRun
{
    // Less than what the program has after a signal, so that the models are disposed in order.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(50);

    /// <summary>Listens, loads the models, serves, and ends after the requests under way.</summary>
    /// <param name="request">What is served.</param>
    /// <param name="events">Told what the user should know of the models.</param>
    /// <param name="news">Told where it listens.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="AnoGanException">
    /// The address is taken, the token cannot be read, or a model is refused.
    /// </exception>
    public static void Execute(
        ServeRequest request, RunEvents events, ServeNews news, CancellationToken cancellation) =>
        ExecuteAsync(request, events, news, cancellation).GetAwaiter().GetResult();

    private static async Task ExecuteAsync(
        ServeRequest request, RunEvents events, ServeNews news, CancellationToken cancellation)
    {
        BearerToken? token = request.TokenFile is { } file ? BearerToken.Read(file) : null;
        using var models = new ServedModels(request.NamedModels.Select(model => model.Name));
        await using WebApplication app = ServerApp.Build(request, models, token, news.Line);
        string address = await StartAsync(app, request);
        news.Line($"anogan: listening on {address} for up to {ConnectionLimit.OfThisProcess} connections and loading "
            + PathList.Count(request.Models.Count, "model"));
        if (!IPAddress.IsLoopback(request.Listen.Address))
        {
            events.Warning?.Invoke($"{address} can be reached from other machines, without TLS, "
                + (token is null ? "and no token is asked for (--token)" : "the token is sent in the clear")
                + "; put a proxy with TLS in front, or listen on 127.0.0.1");
        }

        try
        {
            await Task.Run(() => models.Load(request, events, cancellation), CancellationToken.None);
            news.Ready(address);
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            models.State = ServerState.Stopping;
        }

        using var limit = new CancellationTokenSource(LongestEnd);
        await app.StopAsync(limit.Token);
    }

    private static async Task<string> StartAsync(WebApplication app, ServeRequest request)
    {
        try
        {
            await app.StartAsync(CancellationToken.None);
            return app.Urls.First();
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new AnoGanException($"{request.Listen}: cannot be listened on ({(e.InnerException ?? e).Message}); "
                + "name another address or port with --listen, or port 0 for a free one", e);
        }
    }
}
