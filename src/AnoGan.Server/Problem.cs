using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AnoGan.Server;

/// <summary>A request that is refused: a status, and one line that says what was found and what to do.</summary>
internal sealed class RefusedException(int status, string detail) : Exception(detail)
{
    /// <summary>The status of the answer.</summary>
    public int Status => status;

    /// <summary>Seconds after which it may be tried again; null where that would change nothing.</summary>
    public int? RetryAfter { get; init; }
}

/// <summary>Answers of what went wrong, as application/problem+json.</summary>
internal static class Problem
{
    /// <summary>Writes one.</summary>
    /// <param name="context">The request; nothing of its answer has been sent.</param>
    /// <param name="status">The status.</param>
    /// <param name="detail">What was found and what to do, in one line.</param>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return JsonText.WriteAsync(context.Response, "application/problem+json", new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = VisibleText.Of(detail),
        });
    }

    /// <summary>What to say of a status that the framework answers with.</summary>
    public static string DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "found no such address; /openapi/v1.json lists those there are",
        StatusCodes.Status405MethodNotAllowed =>
            $"found {context.Request.Method}, expected {context.Response.Headers.Allow}",
        _ => "the request was refused",
    };
}

/// <summary>JSON answers.</summary>
internal static class JsonText
{
    // The answers are no part of any page.
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a document with its length.</summary>
    public static Task WriteAsync(HttpResponse response, string type, JsonNode document) =>
        WriteAsync(response, type, BytesOf(document));

    /// <summary>A document in UTF-8.</summary>
    public static byte[] BytesOf(JsonNode document) =>
        Encoding.UTF8.GetBytes(document.ToJsonString(Plain) + "\n");

    /// <summary>Writes bytes with their length.</summary>
    public static Task WriteAsync(HttpResponse response, string type, byte[] bytes) =>
        WriteAsync(response, type, bytes, response.HttpContext.RequestAborted);

    /// <summary>Writes bytes with their length.</summary>
    /// <param name="response">The answer, of which nothing has been sent.</param>
    /// <param name="type">Content-Type.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="cancellation">Ends the wait for a client that takes it slowly.</param>
    public static Task WriteAsync(HttpResponse response, string type, byte[] bytes, CancellationToken cancellation)
    {
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, cancellation).AsTask();
    }
}
