using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using AnoGan.Models;
using AnoGan.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Refused = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace AnoGan.Server;

/// <summary>The addresses that a server answers, and what is done around every request.</summary>
internal static class ServerApp
{
    private const string Json = "application/json", Api = "/v1";

    // Connections that the system has made and the server not taken yet; of more at once some wait a second and more.
    private const int MostUnaccepted = 4096;

    private static readonly string[] Read = ["GET", "HEAD"];

    /// <summary>Builds a server that is not started yet.</summary>
    /// <param name="request">Where it listens, and its limits.</param>
    /// <param name="models">The models; stay the caller's.</param>
    /// <param name="token">What requests must bear; null for nothing.</param>
    /// <param name="line">Told a line a request where that is asked for, and of failures, from any thread.</param>
    public static WebApplication Build(
        ServeRequest request, ServedModels models, BearerToken? token, Action<string> line)
    {
        // Empty: no settings from files or from the environment, no log.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, request));
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.Backlog = MostUnaccepted);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EndedByCaller>();
        builder.Services.AddSingleton(new ServerMetrics());
        builder.Services.AddSingleton(_ => new ScoreEndpoint(request, models));
        WebApplication app = builder.Build();
        ServerMetrics metrics = app.Services.GetRequiredService<ServerMetrics>();
        ScoreEndpoint scores = app.Services.GetRequiredService<ScoreEndpoint>();
        app.Use(next => context => AroundAsync(context, next, metrics, request.Log ? line : null, line));
        app.Use(next => context => token is null || IsOpen(context) || token.IsBorneBy(context.Request)
            ? next(context)
            : throw new RefusedException(StatusCodes.Status401Unauthorized,
                "found no valid token, expected the header Authorization: Bearer TOKEN"));
        Map(app, models, scores, metrics);
        return app;
    }

    private static void Map(
        WebApplication app, ServedModels models, ScoreEndpoint scores, ServerMetrics metrics)
    {
        app.MapPost("/v1/score", context => scores.AnswerAsync(context, null));
        app.MapPost("/v1/models/{name}/score",
            context => scores.AnswerAsync(context, (string)context.Request.RouteValues["name"]!));
        app.MapMethods("/v1/models", Read, context => JsonText.WriteAsync(context.Response, Json, ListOf(models)));
        app.MapMethods("/healthz", Read, context => TextAsync(context, "ok\n"));
        app.MapMethods("/readyz", Read, context => models.State == ServerState.Ready
            ? TextAsync(context, "ready\n")
            : throw new RefusedException(StatusCodes.Status503ServiceUnavailable,
                models.State == ServerState.Loading ? "the models are being loaded" : "the server is being stopped"));
        app.MapMethods("/metrics", Read, context => TextAsync(
            context, metrics.ToText(scores.Receiving, scores.QueueLength, models.State == ServerState.Ready),
            "text/plain; version=0.0.4; charset=utf-8"));
        app.MapMethods("/openapi/v1.json", Read,
            context => JsonText.WriteAsync(context.Response, Json, ServerPage.OpenApi));
        app.MapMethods("/", Read, ServerPage.WriteAsync);
    }

    private static void Limit(KestrelServerOptions kestrel, ServeRequest request)
    {
        kestrel.Listen(request.Listen, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null; // see LimitedBody
        kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.OfThisProcess;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(request.TimeoutSeconds);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    // The page holds nothing of a model, and probes often cannot bear a token.
    private static bool IsOpen(HttpContext context) =>
        context.Request.Path.Value is "/healthz" or "/readyz" or "/";

    private static async Task AroundAsync(
        HttpContext context, RequestDelegate next, ServerMetrics metrics, Action<string>? log, Action<string> failed)
    {
        long start = Stopwatch.GetTimestamp();
        bool isCut = false;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null })
                await Problem.WriteAsync(context, context.Response.StatusCode, Problem.DetailOf(context));
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            RefusedException refusal = RefusalOf(e, failed);
            if (refusal.RetryAfter is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            if (refusal.Status == StatusCodes.Status401Unauthorized)
                context.Response.Headers.WWWAuthenticate = "Bearer";
            if (refusal.Status == StatusCodes.Status408RequestTimeout)
                context.Response.Headers.Connection = "close";
            await Problem.WriteAsync(context, refusal.Status, refusal.Message);
        }
        catch (Exception)
        {
            // Nobody is there to be answered, or takes the answer too slowly.
            isCut = true;
            context.Abort();
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        int status = isCut ? StatusCodes.Status499ClientClosedRequest : context.Response.StatusCode;
        if (context.Request.Path.StartsWithSegments(Api))
            metrics.Add(status, elapsed);
        log?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} "
            + $"{context.Request.Method} {context.Request.Path} {status} {elapsed.TotalMilliseconds:F1} ms"));
    }

    private static RefusedException RefusalOf(Exception e, Action<string> failed)
    {
        switch (e)
        {
            case RefusedException refusal:
                return refusal;
            case Refused { StatusCode: StatusCodes.Status408RequestTimeout }:
                return new RefusedException(
                    StatusCodes.Status408RequestTimeout, "found a body that comes too slowly; send it faster");
            case Refused bad:
                return new RefusedException(bad.StatusCode, bad.Message);
            case IOException:
                return new RefusedException(StatusCodes.Status400BadRequest, "found a body that ends too early");
            case OutOfMemoryException:
            case ExternalException when e.Message.Contains("memory", StringComparison.OrdinalIgnoreCase):
                failed($"anogan: error: out of memory ({e.Message.Split('\n')[0]}); lower --queue, or send smaller "
                    + "pictures");
                return new RefusedException(StatusCodes.Status503ServiceUnavailable,
                    "out of memory; try again later, or send a smaller picture") { RetryAfter = 5 };
            default:
                failed($"anogan: this is a bug, please report it with what follows: {e}");
                return new RefusedException(
                    StatusCodes.Status500InternalServerError, "a bug in anogan; its stderr says more");
        }
    }

    private static JsonObject ListOf(ServedModels models) => new()
    {
        ["models"] = new JsonArray([.. models.Names.Select(name => new JsonObject
        {
            ["name"] = name, ["score"] = $"/v1/models/{Uri.EscapeDataString(name)}/score",
        })]),
        ["version"] = RuntimeVersions.Of(typeof(ServedModels).Assembly),
    };

    private static Task TextAsync(HttpContext context, string text, string type = "text/plain; charset=utf-8") =>
        JsonText.WriteAsync(context.Response, type, Encoding.UTF8.GetBytes(text));

    /// <summary>Signals are the program's to take, which ends the server.</summary>
    private sealed class EndedByCaller : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
