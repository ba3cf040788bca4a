using System.Text.Json.Serialization;
using AnoGan.Data;

namespace AnoGan.Results;

/// <summary>What keeps a run from resuming the work of another: two runs without a difference write the same.</summary>
internal static class RunDifference
{
    /// <summary>Names the first difference.</summary>
    /// <param name="now">The run.</param>
    /// <param name="before">The other; both have their <see cref="RunManifest.Parts"/>.</param>
    /// <param name="done">How many of its files are done, whose contents must be the same.</param>
    /// <returns>Null if there is none.</returns>
    public static string? Of(RunManifest now, RunManifest before, int done) =>
        OfOptions(now, before)
        ?? now.Shard?.ListingDifference(before.Shard!)
        ?? Of(now.Parts!.Files, before.Parts!.Files, done);

    /// <summary>The first difference between the models or the options of two runs; null if there is none.</summary>
    public static string? OfOptions(RunManifest now, RunManifest before)
    {
        if (now.ModelHash != before.ModelHash)
            return "another model";
        return (now.Search is { } search && before.Search is { } earlier
            ? SharedOptions.Search.Difference(search, earlier)
            : null)
            ?? ScoreTables.Score.Difference(ScoreTables.RequestOf(now), ScoreTables.RequestOf(before));
    }

    private static string? Of(IReadOnlyList<ScoredFile> now, IReadOnlyList<ScoredFile> before, int done)
    {
        HashSet<string> paths = [.. now.Select(file => file.Path)], earlier = [.. before.Select(file => file.Path)];
        if (before.FirstOrDefault(file => !paths.Contains(file.Path)) is { } gone)
            return $"{gone.Path} is gone";
        if (now.FirstOrDefault(file => !earlier.Contains(file.Path)) is { } added)
            return $"{added.Path} is new";
        return before.Take(done).Zip(now).FirstOrDefault(pair => pair.First != pair.Second) is ({ } one, { } other)
            ? $"{(one.Mask == other.Mask ? "" : "the mask of ")}{one.Path} was changed after it was scored"
            : null;
    }
}

/// <summary>What an unfinished run writes beside the scores, and of which files.</summary>
internal sealed record RunParts
{
    /// <summary>Whether tiles.csv is written.</summary>
    public bool Tiles { get; init; }

    /// <summary>Whether pictures are written.</summary>
    public bool Pictures { get; init; }

    /// <summary>Whether the report with its small pictures is written.</summary>
    public bool Report { get; init; }

    /// <summary>
    /// How many files the folder has, those of other shards too, which the size of the report's small pictures depends
    /// on; null where it is that of <see cref="Files"/>.
    /// </summary>
    public int? ListedFiles { get; init; }

    /// <summary>The files, in the order of the table.</summary>
    public IReadOnlyList<ScoredFile> Files { get; init; } = [];
}

/// <summary>By what a file is known again: a resumed run must not mix the scores of two versions of it.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Bytes">Its length, or -1 where it could not be looked at.</param>
/// <param name="Modified">When it, or the archive that it is in, was last written, UTC.</param>
internal sealed record ScoredFile(string Path, long Bytes, DateTime Modified)
{
    /// <summary>The mask of its region of interest, by its name alone; null where it has none of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoredFile? Mask { get; init; }

    /// <summary>Looks at a file, and at its mask.</summary>
    public static ScoredFile Of(ImageFile file)
    {
        ScoredFile found = file.Archived is { } entry
            ? new ScoredFile(file.RelativePath, entry.Bytes, entry.Modified)
            : Of(file.FullPath, file.RelativePath);
        return file.Mask?.Path is { } mask
            ? found with { Mask = Of(mask, System.IO.Path.GetFileName(mask)) }
            : found;
    }

    private static ScoredFile Of(string fullPath, string name)
    {
        try
        {
            var info = new FileInfo(fullPath);
            return new ScoredFile(name, info.Length, info.LastWriteTimeUtc);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ScoredFile(name, -1, default);
        }
    }
}
