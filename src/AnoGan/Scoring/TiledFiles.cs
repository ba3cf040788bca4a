using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Preparing;

namespace AnoGan.Scoring;

/// <summary>Takes image files through a method that scores prepared pictures one after another.</summary>
internal static class TiledFiles
{
    // Finished pictures are written together until they have this many pixels, or the first has waited for so long:
    // what is
    // not written is lost where a run is killed.
    private const long PixelsOfGroup = 1 << 22;
    private static readonly TimeSpan TimeOfGroup = TimeSpan.FromSeconds(1);

    /// <summary>Scores files, reading the next ones as earlier ones are finished.</summary>
    /// <typeparam name="T">What the method finds for a picture.</typeparam>
    /// <param name="files">Any number of files.</param>
    /// <param name="reader">How they are read: as the training images were.</param>
    /// <param name="run">The method: one result a picture, in the order given.</param>
    /// <param name="toImage">From a file, its result and the seconds it took to a row.</param>
    /// <returns>
    /// Groups of one result a file, in the order given; a file that cannot be scored has an error instead of a score.
    /// </returns>
    public static IEnumerable<IReadOnlyList<ScoredImage>> Score<T>(
        IReadOnlyList<ImageFile> files, PictureReader reader, Func<IEnumerable<PreparedImage>, IEnumerable<T>> run,
        Func<ReadPicture, T, double, ScoredImage> toImage)
    {
        var waiting = new Queue<ReadPicture>();
        var group = new List<ScoredImage>();
        long pixels = 0;
        Stopwatch clock = Stopwatch.StartNew(), sinceGroup = Stopwatch.StartNew();
        foreach (T found in run(Read(files, reader, waiting)))
        {
            while (waiting.Peek().Error is not null)
                group.Add(Refused(waiting.Dequeue()));
            group.Add(toImage(waiting.Dequeue(), found, clock.Elapsed.TotalSeconds));
            pixels += group[^1].Maps is { } maps ? (long)maps.Width * maps.Height : 0;
            if (pixels >= PixelsOfGroup || sinceGroup.Elapsed >= TimeOfGroup)
            {
                yield return group;
                (group, pixels) = ([], 0);
                sinceGroup.Restart();
            }

            clock.Restart();
        }

        group.AddRange(waiting.Select(Refused));
        if (group.Count > 0)
            yield return group;
    }

    /// <summary>A row for a picture in which there is nothing to compare.</summary>
    /// <param name="read">The file.</param>
    /// <param name="preparation">What was done with it.</param>
    public static ScoredImage Empty(ReadPicture read, Preparation preparation) => new()
    {
        File = read.File,
        Error = $"{read.File.Name}: no object in the prepared picture, so nothing can be compared; see what --prepare "
            + $"{preparation} leaves of it",
    };

    private static IEnumerable<PreparedImage> Read(
        IReadOnlyList<ImageFile> files, PictureReader reader, Queue<ReadPicture> waiting)
    {
        foreach (ImageFile file in files)
        {
            ReadPicture read = reader.Read(file);

            // The picture itself is held by its tiles, while they are open.
            waiting.Enqueue(read with { Prepared = null });
            if (read.Prepared is { } prepared)
                yield return prepared;
        }
    }

    private static ScoredImage Refused(ReadPicture read) => new() { File = read.File, Error = read.Error };
}
