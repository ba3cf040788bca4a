using System.Net;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>Everything that a server is asked to do.</summary>
public sealed record ServeRequest
{
    /// <summary>The model directories, each known by the name of its folder.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Where to listen; port 0 for one that is free.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>A file with the token that requests must bear; null for none.</summary>
    [SomePath("a file")]
    public string? TokenFile { get; init; }

    /// <summary>The longest body of a request in MB of 1,000,000 bytes, 1 to 1000.</summary>
    [NumberRange(1, 1000)]
    public int MaxBodyMegabytes { get; init; } = 32;

    /// <summary>The most requests that wait or are scored at the same time, 1 to 10,000.</summary>
    [NumberRange(1, 10_000)]
    public int Queue { get; init; } = 64;

    /// <summary>Seconds that a request may take, from its first byte to the answer, 0.1 to 3600.</summary>
    [NumberRange(0.1, 3600)]
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>Whether every request is told of.</summary>
    public bool Log { get; init; }

    /// <summary>How pictures are scored.</summary>
    public WarmScorerOptions Scoring { get; init; } = new();

    /// <summary>The models by name.</summary>
    internal IEnumerable<(string Name, string Path)> NamedModels =>
        Models.Select(path => (FolderName.Of(path), path));

    /// <summary>Refuses values outside their ranges, and two models of one name.</summary>
    /// <exception cref="AnoGanException">The option, the value found and what was expected.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        Scoring.Validate();
        if (Models.Count == 0 || Models.Any(string.IsNullOrWhiteSpace))
            throw AnoGanException.Of(nameof(Models), ": found an empty path, expected model directories");
        if (NamedModels.GroupBy(model => model.Name).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw AnoGanException.Of(nameof(Models), $": found {same.Count()} models named {same.Key}, expected "
                + "folders of different names, by which requests choose; rename one, or give a link to it");
    }

    /// <summary>Reads where to listen.</summary>
    /// <param name="text">An address and a port: 127.0.0.1:8080, [::1]:8080, localhost:8080.</param>
    /// <exception cref="AnoGanException">It is none.</exception>
    internal static IPEndPoint ReadListen(string text)
    {
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? "" : text[..colon];
        if (host == "localhost")
            host = "127.0.0.1";
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address)
            && (host[0] == '[' || host.Count(c => c == '.') == 3);
        return isAddress && NumberText.TryRead(text.AsSpan(colon + 1), out int port) && port is >= 0 and <= 65_535
            ? new IPEndPoint(address!, port)
            : throw AnoGanException.Of(nameof(Listen), $": found '{text}', expected an address and a port of this "
                + "machine, such as 127.0.0.1:8080, or 0.0.0.0:8080 for all its addresses");
    }
}
