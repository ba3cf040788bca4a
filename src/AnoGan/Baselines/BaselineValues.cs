using AnoGan.Data;

namespace AnoGan.Baselines;

/// <summary>The values of single images.</summary>
internal static class BaselineValues
{
    /// <summary>One image of a set.</summary>
    /// <param name="images">The set.</param>
    /// <param name="index">Its place.</param>
    /// <returns>[channels, size, size] in [-1,1].</returns>
    public static float[] Of(ImageSet images, int index)
    {
        float[] values = new float[images.Channels * images.Size * images.Size];
        images.FillBatch([index], values);
        return values;
    }

    /// <summary>mean (x - r)² over all values, in [0,1] units.</summary>
    /// <param name="image">x, in [-1,1].</param>
    /// <param name="reconstruction">r, of the same length.</param>
    public static double MeanSquare(ReadOnlySpan<float> image, ReadOnlySpan<float> reconstruction)
    {
        double sum = 0;
        for (int i = 0; i < image.Length; i++)
        {
            double difference = (double)image[i] - reconstruction[i];
            sum += difference * difference;
        }

        // [-1,1] is twice as wide as [0,1].
        return sum / (4.0 * image.Length);
    }

    /// <summary>mean |x - r| over all values, in [0,1] units.</summary>
    /// <param name="image">x, in [-1,1].</param>
    /// <param name="reconstruction">r, of the same length.</param>
    public static double MeanAbsolute(ReadOnlySpan<float> image, ReadOnlySpan<float> reconstruction)
    {
        double sum = 0;
        for (int i = 0; i < image.Length; i++)
            sum += Math.Abs((double)image[i] - reconstruction[i]);
        return sum / (2.0 * image.Length);
    }
}
