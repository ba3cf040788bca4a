using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Spreads the brightness between two percentiles of the samples of the foreground, all channels together, over the
/// whole range; what lies beyond is clamped. Where both percentiles are one level, that level becomes half grey.
/// </summary>
internal sealed class PercentilesStep(double low, double high) : PreparationStep
{
    public const string Name = "percentiles";
    public const string Usage = "percentiles[:low[:high]]";

    public override string Text => StepParameters.Join(Name, low, high);

    public override bool MakesLevels => true;

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(2);
        double low = parameters.Number(0, "low", 1, 0, 100);
        double high = parameters.Number(1, "high", 99, 0, 100);
        if (low >= high)
            throw parameters.Refuse($"low {Text(low)} and high {Text(high)}", "low below high");
        return new PercentilesStep(low, high);

        static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        long[] counts = CountLevels(picture, image.Foreground);
        double black = Percentile(counts, low), white = Percentile(counts, high);
        ushort[] words = new ushort[counts.Length];
        for (int level = 0; level < words.Length; level++)
            words[level] = UnitSamples.ToWord(Spread(level, black, white));
        return LevelTable.Apply(image, words);
    }

    private static long[] CountLevels(PixelImage picture, bool[]? foreground)
    {
        long[] counts = new long[1 << picture.BitDepth];
        float[] row = new float[picture.Width * picture.Channels];
        for (int y = 0; y < picture.Height; y++)
        {
            PixelConversion.CopyRow(picture, y, row);
            for (int i = 0; i < row.Length; i++)
            {
                if (foreground is null || foreground[y * picture.Width + i / picture.Channels])
                    counts[(int)row[i]]++;
            }
        }

        return counts;
    }

    // Between two ranks the levels are interpolated, as NumPy does by default; 0 where nothing counts.
    private static double Percentile(long[] counts, double percent)
    {
        long count = counts.Sum();
        if (count == 0)
            return 0;
        double position = percent / 100 * (count - 1);
        long rank = (long)position;
        int lower = LevelAt(counts, rank);
        return position == rank ? lower : lower + (position - rank) * (LevelAt(counts, rank + 1) - lower);
    }

    private static int LevelAt(long[] counts, long rank)
    {
        int level = 0;
        for (; rank >= counts[level]; level++)
            rank -= counts[level];
        return level;
    }

    private static float Spread(int level, double black, double white)
    {
        if (black == white)
            return level < black ? 0f : level > white ? 1f : 0.5f;
        return (float)((level - black) / (white - black));
    }
}
