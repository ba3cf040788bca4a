using AnoGan.Data;

namespace AnoGan.Scoring;

/// <summary>By what a file is known again: a run that goes on must not mix the scores of two versions of it.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Bytes">Its length, or -1 where it could not be looked at.</param>
/// <param name="Modified">When it was last written, UTC.</param>
internal sealed record ScoredFile(string Path, long Bytes, DateTime Modified)
{
    /// <summary>Looks at a file.</summary>
    /// <param name="file">The file.</param>
    public static ScoredFile Of(ImageFile file)
    {
        try
        {
            var info = new FileInfo(file.FullPath);
            return new ScoredFile(file.RelativePath, info.Length, info.LastWriteTimeUtc);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ScoredFile(file.RelativePath, -1, default);
        }
    }
}
