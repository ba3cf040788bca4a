using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>Compares pictures with normal ones by the features of a pretrained network.</summary>
internal static class PretrainedComparison
{
    // Pictures that the network is to see: to draw points from, and to say how far normal ones lie from these.
    private const int PointPictures = 1000, MapPictures = 200;

    /// <summary>Draws the points of normal pictures.</summary>
    /// <param name="images">The pictures; of more than 1,000 every so many-th is looked at.</param>
    /// <param name="pretrained">Gives the features.</param>
    /// <param name="seed">From which the points are derived.</param>
    /// <param name="progress">Told how many pictures are done, of how many.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The points, each with its picture's place among the images.</returns>
    public static PretrainedNeighbours Fit(
        ImageSet images, PretrainedFeatures pretrained, ulong seed, Action<int, int>? progress,
        CancellationToken cancellation)
    {
        int[] drawn = Evenly(images.Count, PointPictures);
        return PretrainedNeighbours.Fit(
            images.Subset(drawn).WithViews(pretrained.Size).Pictures().Select((read, i) =>
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(i, drawn.Length);
                return (drawn[i], pretrained.Of(read.View!.Pixels), read.View.Counts);
            }),
            drawn.Length, new SeededRandom(SeededRandom.Derive(seed, "pretrained-points")));
    }

    /// <summary>Compares a picture; null without a network, or without points.</summary>
    public static Func<PretrainedView, PretrainedMap>? With(
        PretrainedFeatures? pretrained, PretrainedNeighbours? normal)
    {
        return pretrained is null || normal is null ? null : view =>
        {
            using Tensor features = pretrained.Of(view.Pixels);
            return new PretrainedMap(normal.Distances(features), view.Counts);
        };
    }

    /// <summary>How far normal pictures lie from points that none of them gave.</summary>
    /// <param name="scale">Pictures, each with points of others; of more than 200 every so many-th is taken.</param>
    /// <param name="pretrained">Gives the features.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<PretrainedMap> Maps(
        IReadOnlyList<ScalePart> scale, PretrainedFeatures pretrained, CancellationToken cancellation)
    {
        foreach (ScalePart part in scale)
        {
            Func<PretrainedView, PretrainedMap> compare = With(pretrained, part.Metric.Pretrained)!;
            int[] drawn = Evenly(part.Images.Count, MostOf(scale.Count));
            foreach (ReadPicture read in part.Images.Subset(drawn).WithViews(pretrained.Size).Pictures())
            {
                cancellation.ThrowIfCancellationRequested();
                yield return compare(read.View!);
            }
        }
    }

    /// <summary>How many of some training pictures the network sees: for points, and for maps.</summary>
    public static (int Points, int Maps) PicturesFor(int pictures) =>
        (Math.Min(pictures, PointPictures), Math.Min(pictures, MapPictures));

    /// <summary>How many maps these are.</summary>
    public static int CountOf(IEnumerable<ImageSet> parts) =>
        parts.Sum(part => Math.Min(part.Count, MostOf(parts.Count())));

    private static int MostOf(int parts) => (MapPictures + parts - 1) / parts;

    private static int[] Evenly(int count, int most) =>
        [.. Enumerable.Range(0, Math.Min(count, most)).Select(i => (int)((long)i * count / Math.Min(count, most)))];
}
