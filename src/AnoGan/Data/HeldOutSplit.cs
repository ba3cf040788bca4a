using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>Which normal images train and which are kept back to calibrate.</summary>
/// <param name="Training">Indices of the training images, ascending.</param>
/// <param name="HeldOut">Indices of the images kept back, ascending; empty where there are too few.</param>
internal sealed record HeldOutSplit(IReadOnlyList<int> Training, IReadOnlyList<int> HeldOut)
{
    /// <summary>The least number of images that is worth keeping back.</summary>
    public const int MinHeldOut = 20;

    /// <summary>The most images that are kept back; more would not make the calibration noticeably better.</summary>
    public const int MaxHeldOut = 500;

    /// <summary>
    /// Indices of the images that say how normal ones score: those kept back, or some of the training where there are
    /// none.
    /// </summary>
    internal IReadOnlyList<int> Calibrating => HeldOut.Count > 0 ? HeldOut : [.. Training.Take(MaxHeldOut)];

    /// <summary>
    /// Keeps back a share at random, raised to <see cref="MinHeldOut"/> where that leaves twice as many for training,
    /// cut to <see cref="MaxHeldOut"/>. With fewer than 60 different images none is kept back. No image is kept back
    /// twice, nor trains where a copy of it is kept back: such copies are in neither list.
    /// </summary>
    /// <param name="originals">Of each image a number that its copies share; at least one image.</param>
    /// <param name="share">0 to 0.5; 0 keeps none back.</param>
    public static HeldOutSplit Draw(IReadOnlyList<int> originals, double share, ulong seed)
    {
        int count = DifferentPictures.Count(originals);
        int heldOut = Math.Min(Math.Max((int)Math.Round(count * share), MinHeldOut), MaxHeldOut);
        if (share == 0 || count < 3 * MinHeldOut)
            heldOut = 0;

        (int[] drawn, int[] rest) = DifferentPictures.Draw(originals, heldOut, seed);
        return new HeldOutSplit([.. rest.Order()], [.. drawn.Order()]);
    }

    /// <summary>The split of a training, which its seed decides.</summary>
    /// <param name="images">All its images.</param>
    /// <param name="share">As for <see cref="Draw"/>.</param>
    /// <param name="trainingSeed">The seed from which all of the training's are derived.</param>
    public static HeldOutSplit OfTraining(ImageSet images, double share, ulong trainingSeed) =>
        Draw(images.Originals, share, SeededRandom.Derive(trainingSeed, "held-out"));
}

/// <summary>
/// Which training images say in which metric images are compared, and which say how the terms are distributed.
/// </summary>
/// <param name="Metric">Indices of the first kind; at least one.</param>
/// <param name="Folds">
/// Indices of the second kind, in parts; at least one. The terms of a part are measured in a metric that was fitted
/// without it, for a metric flatters the images it was fitted to.
/// </param>
internal sealed record MetricSplit(IReadOnlyList<int> Metric, IReadOnlyList<IReadOnlyList<int>> Folds)
{
    /// <summary>How many folds there are where they take turns.</summary>
    public const int FoldCount = 5;

    private const int MaxMetric = 2000, MaxSearched = 300, MaxScale = 200;

    /// <summary>How many of some images <see cref="Draw"/> takes for what, copies apart.</summary>
    public static (int Metric, int Scale) CountsFor(int images, bool hasEncoder, bool inTurn = true)
    {
        int scale = Math.Min(images / FoldCount, MaxScale), most = MostFor(hasEncoder);
        return scale == 0 ? (images, images)
            : TakesTurns(images, inTurn) ? (Math.Min(images, most), Math.Min(images, most))
            : (Math.Min(images - scale, most), scale);
    }

    private static int MostFor(bool hasEncoder) => hasEncoder ? MaxMetric : MaxSearched;

    private static bool TakesTurns(int images, bool inTurn) => inTurn && images / FoldCount < MaxScale;

    /// <summary>
    /// Draws a fifth of the images, at most 200, for the distributions; of the others up to 2,000 for the metric, or
    /// 300 where each has to be searched. Where a fifth are fewer than 200, each fifth is one in its turn and all
    /// images make the metric, so that nothing is lost of a small set. With fewer than 5 different images all serve
    /// for both. Copies of an image for the distributions serve for nothing that these are measured in.
    /// </summary>
    /// <param name="originals">Of each image a number that its copies share; at least one image.</param>
    /// <param name="hasEncoder">Whether the metric needs no search.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="inTurn">Whether fifths may take turns.</param>
    public static MetricSplit Draw(IReadOnlyList<int> originals, bool hasEncoder, ulong seed, bool inTurn = true)
    {
        int count = DifferentPictures.Count(originals);
        (_, int scale) = CountsFor(count, hasEncoder, inTurn);
        if (count < FoldCount)
        {
            int[] all = [.. Enumerable.Range(0, originals.Count)];
            return new MetricSplit(all, [all]);
        }

        if (!TakesTurns(count, inTurn))
        {
            (int[] drawn, int[] rest) = DifferentPictures.Draw(originals, scale, seed);
            return new MetricSplit([.. rest.Take(MostFor(hasEncoder))], [drawn]);
        }

        (int[] different, _) = DifferentPictures.Draw(originals, count, seed);
        int[] metric = [.. different.Take(MostFor(hasEncoder))];
        return new MetricSplit(
            metric, [.. Enumerable.Range(0, FoldCount).Select(fold => (IReadOnlyList<int>)
                [.. metric.Where((_, place) => place % FoldCount == fold)])]);
    }
}
