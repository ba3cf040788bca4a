namespace AnoGan.Scoring;

/// <summary>Where a picture differs from its reconstruction.</summary>
internal static class ResidualMap
{
    /// <summary>|x - G(z)| averaged over the channels, in [0,1] units.</summary>
    /// <param name="image">x, [channels, plane] in [-1,1].</param>
    /// <param name="generated">G(z), of the same shape.</param>
    /// <param name="channels">1 or 3.</param>
    /// <returns>[plane].</returns>
    public static float[] Of(ReadOnlySpan<float> image, ReadOnlySpan<float> generated, int channels)
    {
        int plane = image.Length / channels;
        float[] map = new float[plane];
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < plane; i++)
                map[i] += Math.Abs(image[c * plane + i] - generated[c * plane + i]) / (2 * channels);
        }

        return map;
    }
}
