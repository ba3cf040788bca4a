using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Where the pixels of a square lie in the file's picture: that may have been prepared before it was fitted.
/// </summary>
public sealed record SquareGeometry
{
    /// <summary>Puts the two together.</summary>
    /// <param name="fit">How the prepared picture, or the file's, was fitted.</param>
    /// <param name="prepared">How the file's picture was prepared; null where it was neither resized nor cut.</param>
    /// <exception cref="ArgumentException">
    /// The prepared picture has another size than the one that was fitted.
    /// </exception>
    public SquareGeometry(FitGeometry fit, PreparedGeometry? prepared = null)
    {
        ArgumentNullException.ThrowIfNull(fit);
        if (prepared is not null && (prepared.Width != fit.Width || prepared.Height != fit.Height))
            throw new ArgumentException($"{fit.Width}×{fit.Height} pixels were fitted, but "
                + $"{prepared.Width}×{prepared.Height} prepared", nameof(prepared));
        Fit = fit;
        Prepared = prepared;
    }

    /// <summary>How the prepared picture, or the file's, was fitted.</summary>
    public FitGeometry Fit { get; }

    /// <summary>How the file's picture was prepared; null where it was neither resized nor cut.</summary>
    public PreparedGeometry? Prepared { get; }

    /// <summary>Width of the picture in the file, in pixels.</summary>
    public int Width => Prepared?.SourceWidth ?? Fit.Width;

    /// <summary>Height of the picture in the file, in pixels.</summary>
    public int Height => Prepared?.SourceHeight ?? Fit.Height;

    /// <summary>Side of the square in pixels.</summary>
    public int Size => Fit.Size;

    /// <summary>
    /// Brings a plane of the square back to the file's picture, as <see cref="FitGeometry.Restore"/> and
    /// <see cref="PreparedGeometry.Restore(float[], float)"/> do one after the other.
    /// </summary>
    /// <param name="plane">[Size, Size] values of any range.</param>
    /// <param name="foreground">
    /// Of each pixel of the square whether it belongs to the object; null where all do.
    /// </param>
    /// <param name="outside">
    /// The value of pixels that are background or not shown at all, which mixes with no other; which they are, the
    /// nearest pixel of the square says.
    /// </param>
    /// <returns>[Height, Width] values; a new array.</returns>
    /// <exception cref="ArgumentException">The number of values is another one.</exception>
    public float[] Restore(ReadOnlySpan<float> plane, bool[]? foreground, float outside)
    {
        if (foreground is not null)
            plane = WithHoles(plane, foreground);
        if (Prepared is null)
            return Fit.Restore(plane, channels: 1, outside);
        return Prepared.Restore(Fit.Restore(plane, channels: 1, float.NaN), outside);
    }

    private static float[] WithHoles(ReadOnlySpan<float> plane, bool[] foreground)
    {
        if (foreground.Length != plane.Length)
            throw new ArgumentException($"a foreground of {foreground.Length} pixels does not fit {plane.Length} "
                + "values", nameof(foreground));
        float[] shown = plane.ToArray();
        for (int i = 0; i < shown.Length; i++)
        {
            if (!foreground[i])
                shown[i] = float.NaN;
        }

        return shown;
    }
}
