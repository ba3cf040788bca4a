namespace AnoGan.Data;

/// <summary>
/// Looks again and again at a folder into which others write pictures, and says which of them are finished: those whose
/// size and time of change have stayed the same for a while. Each is named once, whatever becomes of it later.
/// </summary>
/// <param name="list">Lists the pictures whose relative path is not known.</param>
/// <param name="settle">How long a picture must have stayed as it is.</param>
/// <param name="known">Relative paths of the pictures that are never named.</param>
/// <param name="time">The clock.</param>
internal sealed class ArrivingFiles(
    Func<Func<string, bool>, IReadOnlyList<ImageFile>> list, TimeSpan settle, IEnumerable<string> known,
    TimeProvider time)
{
    private readonly HashSet<string> _known = new(known, StringComparer.Ordinal);
    private Dictionary<string, (FileState? State, long Since)> _waiting = new(StringComparer.Ordinal);

    /// <summary>Pictures that were there at the last look, and were not finished.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Looks at the folder.</summary>
    /// <returns>The pictures that are finished since the last look, in the order of their last change.</returns>
    /// <exception cref="AnoGanException">The folder cannot be searched; the next look may find it again.</exception>
    public IReadOnlyList<ImageFile> Look()
    {
        IReadOnlyList<ImageFile> files = list(_known.Contains);
        var waiting = new Dictionary<string, (FileState? State, long Since)>(StringComparer.Ordinal);
        var finished = new List<(ImageFile File, FileState? State)>();
        foreach (ImageFile file in files)
        {
            FileState? state = FileState.Of(file.FullPath);
            bool isSeen = _waiting.TryGetValue(file.RelativePath, out (FileState? State, long Since) before);
            bool isFinished = isSeen
                ? before.State == state && time.GetElapsedTime(before.Since) >= settle
                : state is not null && time.GetUtcNow().UtcDateTime - state.Modified >= settle;
            if (isFinished)
                finished.Add((file, state));
            else
                waiting.Add(file.RelativePath, before.State == state && isSeen ? before : (state, time.GetTimestamp()));
        }

        _waiting = waiting;
        _known.UnionWith(finished.Select(one => one.File.RelativePath));
        return
        [
            .. finished.OrderBy(one => one.State?.Modified)
                .ThenBy(one => one.File.RelativePath, StringComparer.Ordinal).Select(one => one.File),
        ];
    }

    // Of a link that of the file it leads to, for that is the one which grows.
    private sealed record FileState(long Bytes, DateTime Modified)
    {
        /// <summary>Looks at a file; null where that is not possible.</summary>
        public static FileState? Of(string path)
        {
            try
            {
                var file = (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) as FileInfo;
                return file is null ? null : new FileState(file.Length, file.LastWriteTimeUtc);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
