using AnoGan.Data;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>The pictures of a watched folder as they are finished, each once over all runs of the watch.</summary>
/// <param name="request">The request.</param>
/// <param name="done">Relative paths of the pictures that have a row, those of pages with their numbers.</param>
/// <param name="events">Told where the folder cannot be searched, and of pages that are passed over.</param>
internal sealed class WatchedFolder(WatchRequest request, IEnumerable<string> done, RunEvents events)
{
    private readonly HashSet<string> _done = new(done, StringComparer.Ordinal);
    private readonly ArrivingFiles _files = new(
        isKnown => PictureFolder.New(request.Score.Images, isKnown), TimeSpan.FromSeconds(request.SettleSeconds), done,
        TimeProvider.System);

    private string? _problem;
    private bool _hasToldOfPages;

    /// <summary>Whether there are pictures that are not finished.</summary>
    public bool IsWaiting => _files.Waiting > 0;

    /// <summary>The pictures that are finished since the last call, in the order of their last change.</summary>
    public IReadOnlyList<ImageFile> Next() =>
    [
        .. Pages.Of(Look(), request.Score.Pages, ComputeSettings.Threads(request.Score.Threads), Tell, byName: true)
            .Where(picture => !_done.Contains(picture.RelativePath)),
    ];

    // A server that is away for a moment, or a folder that is moved while it is searched, is there at a later look.
    private IReadOnlyList<ImageFile> Look()
    {
        try
        {
            IReadOnlyList<ImageFile> files = _files.Look();
            _problem = null;
            return files;
        }
        catch (AnoGanException e)
        {
            if (_problem != e.Message)
                events.Warning?.Invoke($"{e.Message}; until then nothing is scored");
            _problem = e.Message;
            return [];
        }
    }

    private void Tell(SeveralPages several)
    {
        if (!_hasToldOfPages)
            events.Warning?.Invoke(several.Words);
        _hasToldOfPages = true;
    }
}
