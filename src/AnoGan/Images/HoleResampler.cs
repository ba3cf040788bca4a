namespace AnoGan.Images;

/// <summary>
/// Brings a plane with holes to another resolution, as <see cref="Resampler"/> does one without: values mix with values
/// alone, and a target whose nearest source lies in a hole becomes one.
/// </summary>
internal static class HoleResampler
{
    /// <summary>Writes the plane at the new resolution.</summary>
    /// <param name="values">[height, width] values; not-a-number in holes.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="target">Begins with the first of the targets; a row may be part of a longer one.</param>
    /// <param name="targetWidth">Width in pixels.</param>
    /// <param name="targetHeight">Height in pixels.</param>
    /// <param name="stride">From one row of the target to the next.</param>
    /// <param name="hole">The value of holes in the target.</param>
    public static void Write(
        ReadOnlySpan<float> values, int width, int height, Span<float> target, int targetWidth, int targetHeight,
        int stride, float hole)
    {
        var horizontal = new ResampleAxis(width, targetWidth);
        var vertical = new ResampleAxis(height, targetHeight);
        float[] rowSum = new float[width], rowWeight = new float[width];
        for (int y = 0; y < targetHeight; y++)
        {
            Array.Clear(rowSum);
            Array.Clear(rowWeight);
            for (int k = vertical.First(y); k < vertical.End(y); k++)
            {
                float weight = vertical.Weights(y)[k - vertical.First(y)];
                for (int x = 0, i = k * width; x < width; x++, i++)
                {
                    if (float.IsNaN(values[i]))
                        continue;
                    rowSum[x] += weight * values[i];
                    rowWeight[x] += weight;
                }
            }

            int nearestRow = Nearest(y, targetHeight, height) * width;
            for (int x = 0; x < targetWidth; x++)
            {
                target[y * stride + x] = float.IsNaN(values[nearestRow + Nearest(x, targetWidth, width)])
                    ? hole
                    : Mean(horizontal, x, rowSum, rowWeight);
            }
        }
    }

    private static float Mean(ResampleAxis axis, int x, float[] rowSum, float[] rowWeight)
    {
        ReadOnlySpan<float> weights = axis.Weights(x);
        int first = axis.First(x);
        float sum = 0f, total = 0f;
        for (int k = 0; k < weights.Length; k++)
        {
            sum += weights[k] * rowSum[first + k];
            total += weights[k] * rowWeight[first + k];
        }

        return sum / total;
    }

    private static int Nearest(int index, int length, int sourceLength) =>
        (int)((2L * index + 1) * sourceLength / (2L * length));
}
