using System.Diagnostics;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Scoring;

namespace AnoGan.Baselines;

/// <summary>
/// Scores image files with a baseline, batch by batch, so that memory does not grow with their number.
/// </summary>
/// <param name="baseline">The baseline; stays the caller's.</param>
/// <param name="reader">How files are read: as the training images were.</param>
/// <param name="calibration">How normal images score.</param>
internal sealed class BaselineScorer(IBaseline baseline, SquareBatchReader reader, BaselineCalibration calibration)
    : IImageScorer
{
    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(
        IReadOnlyList<ImageFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (ImageFile[] batch in files.Chunk(baseline.Capacity))
            yield return ScoreBatch(batch, cancellation);
    }

    private ScoredImage[] ScoreBatch(ImageFile[] files, CancellationToken cancellation)
    {
        (SourceSquare? Square, string? Error)[] sources = reader.Read(files, cancellation);
        int[] good = [.. Enumerable.Range(0, files.Length).Where(i => sources[i].Square is not null)];
        ScoredImage[] results =
        [
            .. files.Zip(sources, (file, source) => new ScoredImage { File = file, Error = source.Error }),
        ];
        if (good.Length == 0)
            return results;

        var clock = Stopwatch.StartNew();
        float[][] images = Array.ConvertAll(good, i => Values(sources[i].Square!.Square));
        IReadOnlyList<float[]> found = baseline.Reconstruct(images);
        double seconds = clock.Elapsed.TotalSeconds / good.Length;
        for (int n = 0; n < good.Length; n++)
            results[good[n]] = Result(files[good[n]], sources[good[n]].Square!, images[n], found[n], seconds);
        return results;
    }

    private float[] Values(PixelImage square)
    {
        float[] values = new float[reader.Channels * reader.Size * reader.Size];
        PixelTensor.Fill(square, reader.Channels, values);
        return values;
    }

    private ScoredImage Result(
        ImageFile file, SourceSquare source, float[] image, float[] reconstruction, double seconds) =>
        new()
        {
            File = file,
            Score = calibration.ScoreOf(
                BaselineValues.MeanSquare(image, reconstruction), BaselineValues.MeanAbsolute(image, reconstruction)),
            Seconds = seconds,
            Original = source.Original,
            IsColour = source.IsColour,
            GreatestWord = source.GreatestWord,
            Maps = new SquareMaps(
                source.Geometry, ResidualMap.Of(image, reconstruction, reader.Channels, source.Foreground),
                Array.ConvertAll(reconstruction, value => Math.Clamp(value, -1f, 1f)), source.Foreground),
        };
}
