using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Flattens the retina of an optical coherence tomogram (B-scan) and cuts out a band of it, as Schlegl et al.,
/// "Unsupervised Anomaly Detection with Generative Adversarial Networks to Guide Marker Discovery" (2017), section 3,
/// do: every column is shifted so that the boundary that <see cref="RetinaBoundary"/> finds is level. Rows of the band
/// that lie outside the scan are no foreground.
/// </summary>
internal sealed class OctStep(int above, int below) : PreparationStep
{
    public const string Name = "oct";
    public const string Usage = "oct[:above[:below]]";

    public override string Text => StepParameters.Join(Name, above, below);

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(2);
        int above = parameters.Pixels(0, "rows above the boundary", 16, 0, 4096);
        int below = parameters.Pixels(1, "rows below the boundary", 112, 1, 4096);
        return new OctStep(above, below);
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        int height = above + below;
        if ((long)picture.Width * height > ImageCodec.MaximumPixels)
        {
            throw ImageRefusal.Of(path, $"a picture of {picture.Width} columns, whose band of --prepare {Text} has "
                + $"{(long)picture.Width * height} pixels",
                $"at most {ImageCodec.MaximumPixels}", "choose a lower band or a smaller scale");
        }

        int[] boundary = RetinaBoundary.Find(UnitSamples.Luma(picture), picture.Width, image.Foreground);
        int[] tops = Array.ConvertAll(boundary, row => row - above);
        int pixelBytes = picture.Channels * picture.BitDepth / 8;
        byte[] data = new byte[checked(picture.Width * height * pixelBytes)];
        bool[] foreground = new bool[picture.Width * height];
        for (int y = 0, to = 0; y < height; y++)
        {
            for (int x = 0; x < picture.Width; x++, to++)
            {
                int row = tops[x] + y, from = row * picture.Width + x;
                if (row < 0 || row >= picture.Height || (image.Foreground is not null && !image.Foreground[from]))
                    continue;
                foreground[to] = true;
                picture.Data.AsSpan(from * pixelBytes, pixelBytes).CopyTo(data.AsSpan(to * pixelBytes));
            }
        }

        return new PreparedImage(
            new PixelImage(picture.Width, height, picture.Channels, picture.BitDepth, data),
            foreground.Contains(false) ? foreground : null,
            image.Geometry.Columns(tops, height));
    }
}

/// <summary>
/// Finds the inner limiting membrane of a B-scan, the boundary between the dark vitreous above and the bright retina
/// below, as the path from left to right of least cost, by dynamic programming over the columns.
/// </summary>
/// <remarks>
/// The cost of a place is its loss of brightness downwards in the smoothed scan, plus twice the greatest gain found
/// further up in its column: deeper layers of the retina may be brighter, but have a bright one above them. The
/// boundary is so preferred while its gain is more than a third of that of the strongest layer below. Above its first
/// row the scan is taken to continue dark and below its last one bright, so that the path may leave it.
/// </remarks>
internal static class RetinaBoundary
{
    /// <summary>Deviation of the window that smooths the scan, in pixels.</summary>
    private const double Smoothing = 2;

    /// <summary>Rows further up than this do not share the edge of a place.</summary>
    private const int EdgeHeight = 6;

    /// <summary>What the greatest gain further up costs, as a multiple of it.</summary>
    private const double UpperEdgeCost = 2;

    /// <summary>What one row of change costs, in shares of the gain at an ideal edge.</summary>
    private const double ChangeCost = 0.1;

    /// <summary>
    /// How many rows the path may change from a column to the one before, beside none; the smaller first.
    /// </summary>
    private static readonly int[] Changes = [-1, 1, -2, 2];

    /// <summary>The gain in a row at the middle of an ideal edge of height 1 after smoothing, 1 / (σ√(2π)).</summary>
    private static readonly double EdgeGain = 1 / (Smoothing * Math.Sqrt(2 * Math.PI));

    /// <summary>Finds the boundary.</summary>
    /// <param name="scan">[height, width] brightness; it is smoothed in place.</param>
    /// <param name="foreground">Of each pixel whether it counts; null where all do.</param>
    /// <returns>Of each column the first row of the retina, 0 to height - 1.</returns>
    public static int[] Find(float[] scan, int width, bool[]? foreground)
    {
        int height = scan.Length / width;
        new GaussianBlur(width, height, Smoothing, foreground).Apply(scan);
        float dark = SampleRanks.Quantile([scan], foreground, 0.05);
        float bright = SampleRanks.Quantile([scan], foreground, 0.95);
        double changeCost = ChangeCost * EdgeGain * (bright - dark);

        sbyte[] changes = new sbyte[scan.Length];
        double[] sums = new double[height], next = new double[height];
        double[] costs = new double[height], gains = new double[height];
        for (int x = 0; x < width; x++)
        {
            FillCosts(scan, foreground, width, x, dark, bright, costs, gains);
            for (int y = 0; y < height; y++)
            {
                int change = x == 0 ? 0 : BestChange(sums, y, changeCost);
                changes[y * width + x] = (sbyte)change;
                next[y] = costs[y] + (x == 0 ? 0 : sums[y + change] + changeCost * Math.Abs(change));
            }

            (sums, next) = (next, sums);
        }

        int[] rows = new int[width];
        rows[width - 1] = Array.IndexOf(sums, sums.Min());
        for (int x = width - 1; x > 0; x--)
            rows[x - 1] = rows[x] + changes[rows[x] * width + x];
        return rows;
    }

    private static void FillCosts(
        float[] scan, bool[]? foreground, int width, int x, float dark, float bright, double[] costs, double[] gains)
    {
        int height = costs.Length;
        for (int y = 0; y < height; y++)
        {
            int i = y * width + x;
            if (y == 0)
                costs[y] = -EdgeGain * (scan[i] - dark);
            else
                costs[y] = scan[i - width] - scan[i];
            if (foreground is not null && !(foreground[i] && (y == 0 || foreground[i - width])))
                costs[y] = 0;
        }

        int last = height - 1;
        if (foreground is null || foreground[last * width + x])
            costs[last] = Math.Min(costs[last], -EdgeGain * (bright - scan[last * width + x]));

        for (int y = 0; y < height; y++)
            gains[y] = Math.Max(y == 0 ? 0 : gains[y - 1], -costs[y]);
        for (int y = EdgeHeight; y < height; y++)
            costs[y] += UpperEdgeCost * gains[y - EdgeHeight];
    }

    // The step back to the column before, a small one where several are as good.
    private static int BestChange(double[] sums, int y, double changeCost)
    {
        int best = 0;
        double least = sums[y];
        foreach (int change in Changes)
        {
            if (y + change < 0 || y + change >= sums.Length)
                continue;
            double sum = sums[y + change] + changeCost * Math.Abs(change);
            if (sum < least)
                (best, least) = (change, sum);
        }

        return best;
    }
}
