using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Preparing;
using AnoGan.Scoring;

namespace AnoGan.Baselines;

/// <summary>Scores image files by tiles with a baseline of patches; memory grows with the largest picture, not with their number.</summary>
/// <param name="reconstructor">Reconstructs pictures.</param>
/// <param name="reader">How files are read: as the training images were.</param>
/// <param name="calibration">How normal images score.</param>
internal sealed class TiledBaselineScorer(TileReconstructor reconstructor, PictureReader reader, BaselineCalibration calibration) : IImageScorer
{
    // Finished pictures are written together until they have this many pixels.
    private const long PixelsOfGroup = 1 << 22;

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(IReadOnlyList<ImageFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var waiting = new Queue<ReadPicture>();
        var group = new List<ScoredImage>();
        long pixels = 0;
        var clock = Stopwatch.StartNew();
        foreach (ReconstructedPicture picture in reconstructor.Run(Read(files, waiting), cancellation))
        {
            while (waiting.Peek().Error is not null)
                group.Add(Refused(waiting.Dequeue()));
            group.Add(Result(waiting.Dequeue(), picture, clock.Elapsed.TotalSeconds));
            pixels += group[^1].Maps is { } maps ? (long)maps.Width * maps.Height : 0;
            if (pixels >= PixelsOfGroup)
            {
                yield return group;
                (group, pixels) = ([], 0);
            }

            clock.Restart();
        }

        group.AddRange(waiting.Select(Refused));
        if (group.Count > 0)
            yield return group;
    }

    private IEnumerable<PreparedImage> Read(IReadOnlyList<ImageFile> files, Queue<ReadPicture> waiting)
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

    private ScoredImage Result(ReadPicture read, ReconstructedPicture picture, double seconds) => picture.IsCompared
        ? new ScoredImage
        {
            File = read.File,
            Score = calibration.ScoreOf(picture.Score, picture.Residual),
            Seconds = seconds,
            Original = read.Original,
            IsColour = read.IsColour,
            Maps = picture.ToMaps().Maps,
        }
        : new ScoredImage { File = read.File, Error = $"{read.File.FullPath}: no object in the prepared picture, so nothing can be compared; see what --prepare {reader.Preparation} leaves of it" };
}
