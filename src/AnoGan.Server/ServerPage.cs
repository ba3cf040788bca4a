using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AnoGan.Server;

/// <summary>The page for people, which asks for nothing but this server, and the description for programs.</summary>
internal static class ServerPage
{
    private static readonly string Script = Resource("page.js"), Style = Resource("page.css");

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        Resource("page.html").Replace("{{style}}", Style, StringComparison.Ordinal)
            .Replace("{{script}}", Script, StringComparison.Ordinal));

    private static readonly string Policy =
        $"default-src 'none'; img-src data: blob:; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The OpenAPI document.</summary>
    public static byte[] OpenApi { get; } = Encoding.UTF8.GetBytes(Resource("openapi.json"));

    /// <summary>Answers with the page.</summary>
    public static Task WriteAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return JsonText.WriteAsync(context.Response, "text/html; charset=utf-8", Page);
    }

    private static string HashOf(string text) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using Stream stream = typeof(ServerPage).Assembly.GetManifestResourceStream($"AnoGan.Server.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
