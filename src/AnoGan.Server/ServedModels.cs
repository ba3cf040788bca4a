using AnoGan.Images;
using AnoGan.Scoring;

namespace AnoGan.Server;

/// <summary>How far a server is.</summary>
internal enum ServerState
{
    /// <summary>Models are being loaded.</summary>
    Loading,

    /// <summary>Pictures are scored.</summary>
    Ready,

    /// <summary>What is under way ends; nothing else begins.</summary>
    Stopping,
}

/// <summary>The models of a server by name; a name is only ever compared with these, and never a path.</summary>
/// <param name="names">All names, in their order.</param>
internal sealed class ServedModels(IEnumerable<string> names) : IDisposable
{
    private readonly Dictionary<string, WarmScorer> _scorers = [];
    private volatile ServerState _state;

    /// <summary>All names, loaded or not.</summary>
    public IReadOnlyList<string> Names { get; } = [.. names];

    /// <summary>How far the server is.</summary>
    public ServerState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>Loads all models and scores a picture with each, for the first one takes longer.</summary>
    public void Load(ServeRequest request, RunEvents events, CancellationToken cancellation)
    {
        foreach ((string name, string path) in request.NamedModels)
        {
            cancellation.ThrowIfCancellationRequested();
            WarmScorer scorer = WarmScorer.Load(path, request.Scoring, Named(name, events));
            _scorers.Add(name, scorer);
            var network = scorer.Manifest.Setup.Network;
            byte[] nothing = new byte[network.Size * network.Size * network.Channels];
            scorer.Score(Data.ImageFile.InMemory(
                name, new PixelImage(network.Size, network.Size, network.Channels, 8, nothing)), cancellation);
        }

        _state = ServerState.Ready;
    }

    /// <summary>A model that is loaded; null where there is none of that name.</summary>
    public WarmScorer? Find(string name) => _scorers.GetValueOrDefault(name);

    /// <summary>Disposes the models after the pictures that wait.</summary>
    public void Dispose()
    {
        foreach (WarmScorer scorer in _scorers.Values)
            scorer.Dispose();
    }

    private RunEvents Named(string name, RunEvents events) => Names.Count == 1
        ? events
        : events with { Warning = line => events.Warning?.Invoke($"{name}: {line}") };
}
