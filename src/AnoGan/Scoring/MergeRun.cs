using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Models;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>
/// From the results folders of all shards to the one that a single run would have made, to the last byte but for times.
/// Needs no model and no libtorch, and keeps no row in memory.
/// </summary>
public static class MergeRun
{
    private const int ImagesATime = 1000;

    /// <summary>Checks that the shards belong together, and that their tables are as they were written.</summary>
    /// <param name="request">The request.</param>
    /// <returns>How many images they hold together, and the shards that are missing, such as 3/7.</returns>
    /// <exception cref="AnoGanException">What does not fit, in one line; or shards are missing unasked.</exception>
    public static (int Images, IReadOnlyList<string> Missing) Plan(MergeRequest request)
    {
        ShardFolder[] shards = Read(request);
        return (shards.Sum(shard => shard.Run.ScoredImages + shard.Run.FailedImages), Missing(shards));
    }

    /// <summary>Merges.</summary>
    /// <param name="request">The request.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops between two images; nothing is left then.</param>
    /// <exception cref="AnoGanException">A mistake that the user can mend; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ScoreSummary Execute(
        MergeRequest request, RunEvents events, CancellationToken cancellation = default) =>
        Run(request, events, cancellation).Summary;

    /// <summary>The same, with the label that counts as normal.</summary>
    internal static (ScoreSummary Summary, string? NormalLabel) Run(
        MergeRequest request, RunEvents events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        ShardFolder[] shards = Read(request);
        try
        {
            using var folder = new StagedFolder(request.Out, ResultsPlace.Replaceable(request.Overwrite));
            RunManifest run = Merged(shards, events);
            int total = run.ScoredImages + run.FailedImages;
            events.Stage?.Invoke($"merging {total} images of {shards.Length} shards");
            HashSet<string> labels = Merge(shards, folder.StagingPath, total, events, cancellation);
            string? own = shards[0].Facts.NormalLabel;
            if (Missing(shards).Count > 0 && !labels.Contains(own ?? ""))
                own = null;
            string? normalLabel = LabelSummary.FindNormalLabel(labels, request.NormalLabel ?? own);
            run.Write(folder.StagingPath);
            if (shards[0].Facts.Report)
                ReportPage.WriteFor(folder.StagingPath, normalLabel);
            FileSystemCalls.FlushDisk(folder.StagingPath);
            folder.Commit();
            return (new ScoreSummary(run, request.Out), normalLabel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{request.Out}: the shards cannot be merged there ({e.Message}); free space, "
                + "change permissions, or name another folder", e);
        }
        finally
        {
            foreach (ShardFolder shard in shards)
                shard.Dispose();
        }
    }

    // In the order of their numbers.
    private static ShardFolder[] Read(MergeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        foreach (string shard in request.Shards)
            KeptApart.CheckFolder(nameof(request.Out), request.Out, "the results of a shard", shard);
        RunFolder.Look(request.Out, () => ResultsPlace.Check(request.Out, request.Overwrite));
        ShardFolder[] shards = [.. request.Shards.Select(ShardFolder.Read)];
        foreach (ShardFolder shard in shards.Skip(1))
            CheckAlike(shards[0], shard);
        Array.Sort(shards, (one, other) => one.Facts.Number.CompareTo(other.Facts.Number));
        foreach ((ShardFolder one, ShardFolder next) in shards.Zip(shards.Skip(1)))
        {
            if (one.Facts.Number == next.Facts.Number)
                throw new AnoGanException($"{next.Path}: found shard {next.Facts.Which}, which {one.Path} is too, "
                    + "expected each once; leave one of them out");
        }

        if (!request.Partial && Missing(shards) is { Count: > 0 } missing)
            throw AnoGanException.Of(nameof(request.Shards), $": found {shards.Length} of {shards[0].Facts.Count} "
                + $"shards, expected {PathList.First(missing)} too; score {(missing.Count == 1 ? "it" : "them")}, or "
                + "give --partial to merge what is there");
        if (shards.All(shard => shard.Run.ScoredImages == 0))
            throw new AnoGanException($"{shards[0].Path}: found no image with a score in it nor in any other shard, "
                + "expected one; see the errors in scores.csv");
        foreach (ShardFolder shard in shards)
            shard.CheckTables();
        return shards;
    }

    private static void CheckAlike(ShardFolder first, ShardFolder shard)
    {
        RunManifest now = Whole(shard), before = Whole(first);
        string? difference =
            RunDifference.OfOptions(now, before)
            ?? VersionDifference(now.Versions, before.Versions)
            ?? (shard.Facts.Count != first.Facts.Count
                ? $"it is one of {shard.Facts.Count} shards where there were {first.Facts.Count}"
                : shard.Facts.ListingDifference(first.Facts));
        if (difference is not null)
            throw new AnoGanException($"{shard.Path}: found a shard of another run than {first.Path}: {difference}; "
                + "score all shards with the same model, options and images");
    }

    // Of the programs; other machines are warned of.
    private static string? VersionDifference(
        IReadOnlyDictionary<string, string> now, IReadOnlyDictionary<string, string> before) =>
        now.Where(version => !RuntimeVersions.OfMachine.Contains(version.Key))
            .Where(version => before.GetValueOrDefault(version.Key) != version.Value)
            .Select(version => $"{version.Key} {version.Value} where it was {before.GetValueOrDefault(version.Key)}")
            .FirstOrDefault();

    // As a whole run says it.
    private static RunManifest Whole(ShardFolder shard) => shard.Run with
    {
        Shard = null,
        Parts = new RunParts
        {
            Tiles = shard.Facts.Tiles, Pictures = shard.Facts.Pictures, Report = shard.Facts.Report,
        },
    };

    private static IReadOnlyList<string> Missing(ShardFolder[] shards)
    {
        int count = shards[0].Facts.Count;
        HashSet<int> found = [.. shards.Select(shard => shard.Facts.Number)];
        return [.. Enumerable.Range(1, count).Where(number => !found.Contains(number))
            .Select(number => new Shard(number, count).ToString())];
    }

    private static RunManifest Merged(ShardFolder[] shards, RunEvents events)
    {
        var notes = new RunNotes(events);
        RunShard first = shards[0].Facts;
        PictureFacts seen = shards.Select(shard => shard.Facts.Seen).Aggregate((one, other) => one + other);
        IReadOnlyList<string> missing = Missing(shards);
        foreach (string warning in shards
            .SelectMany(shard => shard.Run.Warnings.Take(shard.Facts.CommonWarnings)).Distinct())
            notes.Keep(warning);
        if (seen.PagesWarning is { } pages)
            notes.Keep(pages);
        foreach (string warning in seen.Warnings(first.Expected))
            notes.Warn(warning);
        if (missing.Count > 0)
            notes.Warn($"{PathList.Count(missing.Count, "shard")} of {first.Count} missing "
                + $"({PathList.First(missing)}): {seen.Pictures} images of {first.ListedFiles} files are here");
        foreach (string property in RuntimeVersions.OfMachine)
        {
            if (shards.Select(shard => shard.Run.Versions.GetValueOrDefault(property)).Distinct().ToArray()
                is [var one, var other, ..])
                events.Warning?.Invoke($"{property}: found {one} and {other}, expected one kind of machine for all "
                    + "shards: the last digits of scores may differ from those of one run");
        }

        return shards[0].Run with
        {
            Shard = null,
            MissingShards = missing.Count > 0 ? missing : null,
            Started = shards.Min(shard => shard.Run.Started),
            Warnings = notes.Warnings,
            ScoredImages = shards.Sum(shard => shard.Run.ScoredImages),
            FailedImages = shards.Sum(shard => shard.Run.FailedImages),
            ElapsedSeconds = shards.Sum(shard => shard.Run.ElapsedSeconds),
        };
    }

    // The labels of all.
    private static HashSet<string> Merge(
        ShardFolder[] shards, string folder, int total, RunEvents events, CancellationToken cancellation)
    {
        int merged = 0;
        var madeFolders = new HashSet<string>(StringComparer.Ordinal);
        var labels = new HashSet<string>(StringComparer.Ordinal);
        var next = new PriorityQueue<ShardFolder, PicturePlace>();
        using var tables = new MergedTables(folder, shards[0]);
        foreach (ShardFolder shard in shards)
        {
            shard.Open();
            Enqueue(shard);
        }

        while (next.TryDequeue(out ShardFolder? shard, out _))
        {
            cancellation.ThrowIfCancellationRequested();
            labels.Add(shard.Current!.Label);
            shard.CopyRows(tables);
            shard.LinkPictures(folder, madeFolders);
            merged++;
            if (merged % ImagesATime == 0 || merged == total)
                events.Images?.Invoke(merged, total);
            shard.Next();
            Enqueue(shard);
        }

        return labels;

        void Enqueue(ShardFolder shard)
        {
            if (shard.Current is not null)
                next.Enqueue(shard, shard.Place);
        }
    }
}
