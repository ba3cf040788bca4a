using AnoGan.Images;

namespace AnoGan.Scoring;

/// <summary>
/// What scoring saw of a picture, at the picture's own resolution. Each call makes it anew, so that large pictures need
/// memory only while they are written.
/// </summary>
public interface IScoreMaps
{
    /// <summary>The value of pixels that were not compared, which no residual takes.</summary>
    const float NotCompared = -1;

    /// <summary>Width of the picture in pixels.</summary>
    int Width { get; }

    /// <summary>Height of the picture in pixels.</summary>
    int Height { get; }

    /// <summary>How far each pixel is from normal.</summary>
    /// <returns>[Height, Width] in [0,1] units, or <see cref="NotCompared"/>; a new array.</returns>
    float[] MapAtSource();

    /// <summary>The nearest picture that is normal: 8 bits a sample, black where nothing was compared.</summary>
    PixelImage Reconstruction();
}
