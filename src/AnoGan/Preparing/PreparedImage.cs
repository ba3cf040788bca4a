using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// A picture as the networks are to see it, at its own or a reduced resolution, before it is fitted or cut into
/// patches.
/// </summary>
/// <param name="Picture">8 or 16 bits a sample, 1 or 3 channels.</param>
/// <param name="Foreground">
/// Of each pixel of the picture, rows from top to bottom, whether it belongs to the object; null where all do. What
/// lies outside has level 0 in the picture and counts neither in residuals nor in scores.
/// </param>
/// <param name="Geometry">Where its pixels lie in the file's picture.</param>
public sealed record PreparedImage(PixelImage Picture, bool[]? Foreground, PreparedGeometry Geometry)
{
    /// <summary>
    /// How the prepared picture was then fitted to the square that <see cref="Picture"/> and <see cref="Foreground"/>
    /// are of; null where it was not.
    /// </summary>
    public FitGeometry? Fit { get; init; }
}
