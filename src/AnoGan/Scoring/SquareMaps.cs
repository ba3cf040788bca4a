using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Scoring;

/// <summary>The maps of a picture that was fitted to one square as a whole.</summary>
internal sealed class SquareMaps : IScoreMaps
{
    private const float Black = -1;

    private readonly float[] _residuals;
    private readonly float[] _generated;
    private readonly bool[]? _foreground;

    /// <summary>Wraps the square of a picture that was not prepared; nothing is copied.</summary>
    /// <param name="geometry">How the picture was fitted.</param>
    /// <param name="residuals">|x - G(z)| averaged over channels, [Size, Size], in [0,1] units.</param>
    /// <param name="generated">G(z), [channels, Size, Size] in [-1,1]; 1 or 3 channels.</param>
    /// <exception cref="ArgumentException">The arrays have other sizes than the square.</exception>
    public SquareMaps(FitGeometry geometry, float[] residuals, float[] generated)
        : this(new SquareGeometry(geometry), residuals, generated, foreground: null)
    {
    }

    /// <summary>Wraps the square; nothing is copied.</summary>
    /// <param name="geometry">How the picture was prepared and fitted.</param>
    /// <param name="residuals">|x - G(z)| averaged over channels, [Size, Size], in [0,1] units.</param>
    /// <param name="generated">G(z), [channels, Size, Size] in [-1,1]; 1 or 3 channels.</param>
    /// <param name="foreground">[Size, Size], which pixels of the square are compared; null for all.</param>
    /// <exception cref="ArgumentException">The arrays have other sizes than the square.</exception>
    public SquareMaps(SquareGeometry geometry, float[] residuals, float[] generated, bool[]? foreground)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(residuals);
        ArgumentNullException.ThrowIfNull(generated);
        int plane = geometry.Size * geometry.Size;
        if (residuals.Length != plane)
            throw new ArgumentException(
                $"{residuals.Length} residuals do not make {geometry.Size}×{geometry.Size}", nameof(residuals));
        if (generated.Length != plane && generated.Length != 3 * plane)
            throw new ArgumentException($"{generated.Length} values do not make 1 or 3 channels of "
                + $"{geometry.Size}×{geometry.Size}", nameof(generated));
        if (foreground is not null && foreground.Length != plane)
            throw new ArgumentException($"a foreground of {foreground.Length} pixels does not make "
                + $"{geometry.Size}×{geometry.Size}", nameof(foreground));

        Geometry = geometry;
        _residuals = residuals;
        _generated = generated;
        _foreground = foreground;
    }

    /// <summary>How the picture was prepared and fitted.</summary>
    public SquareGeometry Geometry { get; }

    /// <inheritdoc/>
    public int Width => Geometry.Width;

    /// <inheritdoc/>
    public int Height => Geometry.Height;

    /// <inheritdoc/>
    public float[] MapAtSource() => Geometry.Restore(_residuals, _foreground, IScoreMaps.NotCompared);

    /// <inheritdoc/>
    public PixelImage Reconstruction()
    {
        int channels = _generated.Length / _residuals.Length;
        byte[] data = new byte[checked(Width * Height * channels)];
        for (int c = 0; c < channels; c++)
            WriteChannel(c, channels, data);
        return new PixelImage(Width, Height, channels, 8, data);
    }

    // One channel after the other and row by row: the values of a large picture take four times the room of its
    // samples.
    private void WriteChannel(int channel, int channels, byte[] data)
    {
        int plane = _residuals.Length;
        float[] values = Geometry.Restore(_generated.AsSpan(channel * plane, plane), _foreground, Black);
        for (int start = 0; start < values.Length; start += Width)
        {
            byte[] levels = PixelTensor.ToImage(values.AsSpan(start, Width), Width, 1, 1).Data;
            for (int x = 0; x < Width; x++)
                data[(start + x) * channels + channel] = levels[x];
        }
    }
}
