namespace AnoGan.Method;

/// <summary>Where a picture differs from its reconstruction.</summary>
internal static class ResidualMap
{
    /// <summary>|x - G(z)| averaged over the channels, in [0,1] units.</summary>
    /// <param name="image">x, [channels, plane] in [-1,1].</param>
    /// <param name="generated">G(z), of the same shape.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="foreground">[plane], which pixels are compared; null for all.</param>
    /// <returns>[plane]; 0 where nothing is compared.</returns>
    public static float[] Of(
        ReadOnlySpan<float> image, ReadOnlySpan<float> generated, int channels, bool[]? foreground = null)
    {
        int plane = image.Length / channels;
        if (foreground is not null && foreground.Length != plane)
            throw new ArgumentException(
                $"a foreground of {foreground.Length} pixels does not fit {plane}", nameof(foreground));

        float[] map = new float[plane];
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < plane; i++)
                map[i] += Math.Abs(image[c * plane + i] - generated[c * plane + i]) / (2 * channels);
        }

        for (int i = 0; foreground is not null && i < plane; i++)
            map[i] = foreground[i] ? map[i] : 0;
        return map;
    }

    /// <summary>The residuals of the pixels that were compared.</summary>
    /// <param name="map">[plane].</param>
    /// <param name="foreground">[plane], which they are; null for all.</param>
    /// <returns>The map itself where all were.</returns>
    public static float[] Compared(float[] map, bool[]? foreground) =>
        foreground is null ? map : [.. map.Where((_, i) => foreground[i])];
}
