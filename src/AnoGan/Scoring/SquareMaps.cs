using AnoGan.Data;
using AnoGan.Imaging;

namespace AnoGan.Scoring;

/// <summary>The maps of a picture that was fitted to one square as a whole.</summary>
public sealed class SquareMaps : IScoreMaps
{
    private const float Black = -1;

    private readonly float[] _residuals;
    private readonly float[] _generated;

    /// <summary>Wraps the square; nothing is copied.</summary>
    /// <param name="geometry">How the picture was fitted.</param>
    /// <param name="residuals">|x - G(z)| averaged over channels, [Size, Size], in [0,1] units.</param>
    /// <param name="generated">G(z), [channels, Size, Size] in [-1,1]; 1 or 3 channels.</param>
    /// <exception cref="ArgumentException">The arrays have other sizes than the square.</exception>
    public SquareMaps(FitGeometry geometry, float[] residuals, float[] generated)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(residuals);
        ArgumentNullException.ThrowIfNull(generated);
        int plane = geometry.Size * geometry.Size;
        if (residuals.Length != plane)
            throw new ArgumentException($"{residuals.Length} residuals do not make {geometry.Size}×{geometry.Size}", nameof(residuals));
        if (generated.Length != plane && generated.Length != 3 * plane)
            throw new ArgumentException($"{generated.Length} values do not make 1 or 3 channels of {geometry.Size}×{geometry.Size}", nameof(generated));

        Geometry = geometry;
        _residuals = residuals;
        _generated = generated;
    }

    /// <summary>How the picture was fitted.</summary>
    public FitGeometry Geometry { get; }

    /// <inheritdoc/>
    public int Width => Geometry.Width;

    /// <inheritdoc/>
    public int Height => Geometry.Height;

    /// <inheritdoc/>
    public float[] MapAtSource() => Geometry.Restore(_residuals, 1, IScoreMaps.NotCompared);

    /// <inheritdoc/>
    public PixelImage Reconstruction()
    {
        int plane = _residuals.Length, channels = _generated.Length / plane;
        byte[] data = new byte[checked(Width * Height * channels)];

        // One channel after the other, for a large picture's values take four times the room of its samples.
        for (int c = 0; c < channels; c++)
        {
            float[] values = Geometry.Restore(_generated.AsSpan(c * plane, plane), 1, Black);
            byte[] levels = PixelTensor.ToImage(values, Width, Height, 1).Data;
            for (int i = 0; i < levels.Length; i++)
                data[i * channels + c] = levels[i];
        }

        return new PixelImage(Width, Height, channels, 8, data);
    }
}
