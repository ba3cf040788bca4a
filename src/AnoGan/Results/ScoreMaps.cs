using System.Numerics.Tensors;
using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Results;

/// <summary>
/// What scoring saw of a picture, at the picture's own resolution or at that of the networks. Each call makes it anew,
/// so that large pictures need memory only while they are written.
/// </summary>
public sealed class ScoreMaps
{
    /// <summary>The value of pixels that were not compared.</summary>
    public const float NotCompared = -1;

    // Measures by pixel then differ from those of full maps by a thousandth.
    private const int FinerMap = 6;

    private readonly PreparedGeometry _prepared;
    private readonly FitGeometry? _fit;
    private readonly MapResolution _own, _ownMap;
    private readonly bool[]? _foreground;
    private readonly Func<int, float> _map, _residual;
    private readonly (int Pixels, int Channels) _size;
    private readonly Func<int, int, float> _reconstruction; // of a pixel and channel
    private readonly int _residualWidth;
    private readonly float _black;
    private readonly Func<float, byte> _toLevel;

    /// <summary>The maps of a picture that was fitted to one square.</summary>
    /// <param name="prepared">Where the prepared picture lies in the file's.</param>
    /// <param name="fit">How that was fitted.</param>
    /// <param name="levels">The map, [Size, Size], in [0,1].</param>
    /// <param name="residuals">|x - G(z)| averaged over channels, [Size, Size], in [0,1] units.</param>
    /// <param name="generated">G(z), [channels, Size, Size] in [-1,1].</param>
    /// <param name="foreground">[Size, Size], which pixels of the square are compared; null for all.</param>
    internal ScoreMaps(
        PreparedGeometry prepared, FitGeometry fit, float[] levels, float[] residuals, float[] generated,
        bool[]? foreground)
    {
        int plane = residuals.Length;
        (_prepared, _fit, _foreground) = (prepared, fit, foreground);
        _own = new MapResolution(prepared, fit);
        _ownMap = new MapResolution(prepared, fit, FinerMap);
        _map = i => levels[i];
        _residual = i => residuals[i];
        _residualWidth = (int)Math.Sqrt(plane);
        _size = (plane, generated.Length / plane);
        _reconstruction = (i, channel) => generated[channel * plane + i];
        _black = -1;
        _toLevel = value => (byte)MathF.Round(Math.Clamp((value + 1f) / 2f, 0f, 1f) * byte.MaxValue);
    }

    /// <summary>The maps of a picture that was put together from tiles.</summary>
    /// <param name="prepared">Where the prepared picture lies in the file's.</param>
    /// <param name="levels">[Height, Width] of the prepared picture: the map times 65,535.</param>
    /// <param name="residuals">[Height, Width] of the prepared picture: |x - G(z)| times 65,535.</param>
    /// <param name="reconstruction">G(z) of all tiles put together, of the prepared picture's size.</param>
    /// <param name="foreground">Of each of its pixels whether it was compared; null where all were.</param>
    internal ScoreMaps(
        PreparedGeometry prepared, ushort[] levels, ushort[] residuals, PixelImage reconstruction, bool[]? foreground)
    {
        byte[] data = reconstruction.Data;
        int channels = reconstruction.Channels;
        (_prepared, _foreground) = (prepared, foreground);
        _own = _ownMap = new MapResolution(prepared, fit: null);
        _map = i => (float)levels[i] / ushort.MaxValue;
        _residual = i => (float)residuals[i] / ushort.MaxValue;
        _residualWidth = reconstruction.Width;
        _size = (levels.Length, channels);
        _reconstruction = (i, channel) => data[i * channels + channel];
        _toLevel = value => (byte)Math.Round(value);
    }

    /// <summary>Width of the picture in the file, in pixels.</summary>
    public int Width => _prepared.SourceWidth;

    /// <summary>Height of the picture in the file, in pixels.</summary>
    public int Height => _prepared.SourceHeight;

    /// <summary>How far from normal each pixel is.</summary>
    /// <returns>[Height, Width] in [0,1]: 1 is a surprise of 16; or <see cref="NotCompared"/>; a new array.</returns>
    public float[] MapAtSource() => AtSource(_map, NotCompared);

    /// <summary>
    /// The map at the resolution that it was made at: 16 bits of grey, 65,535 for a level of 1; at least 1 where
    /// something was compared, and 0 where nothing was.
    /// </summary>
    internal PixelImage Map()
    {
        float[] levels = _ownMap.IsFull ? MapAtSource() : _ownMap.Read(Plane(_map), NotCompared);
        for (int i = 0; i < levels.Length; i++)
            levels[i] = levels[i] == NotCompared ? 0 : Math.Max(levels[i], 1f / ushort.MaxValue);
        return PixelImage.FromUnit(levels, _ownMap.Width, _ownMap.Height, 1, bitDepth: 16);
    }

    /// <summary>
    /// |x - G(z)| as the networks saw the picture, prepared and fitted, or in tiles: 16 bits of grey, 65,535 for a
    /// residual of 1; pixels that were not compared are 0.
    /// </summary>
    public PixelImage Residual()
    {
        float[] plane = new float[_size.Pixels];
        for (int i = 0; i < plane.Length; i++)
            plane[i] = _foreground is null || _foreground[i] ? _residual(i) : 0;
        return PixelImage.FromUnit(plane, _residualWidth, plane.Length / _residualWidth, 1, bitDepth: 16);
    }

    /// <summary>The nearest normal picture that was found, 8 bits; pixels that were not compared are black.</summary>
    public PixelImage Reconstruction() => Reconstruction(Width, Height, AtSource);

    /// <summary>The same at the resolution that it was made at.</summary>
    internal PixelImage OwnReconstruction() => _own.IsFull
        ? Reconstruction()
        : Reconstruction(_own.Width, _own.Height, (value, outside) => _own.Read(Plane(value), outside));

    private PixelImage Reconstruction(int width, int height, Func<Func<int, float>, float, float[]> read)
    {
        // One channel after the other: the values of a large picture take four times the room of its samples.
        int channels = _size.Channels;
        byte[] data = new byte[checked(width * height * channels)];
        for (int c = 0; c < channels; c++)
        {
            int channel = c;
            float[] values = read(i => _reconstruction(i, channel), _black);
            for (int i = 0; i < values.Length; i++)
                data[i * channels + c] = _toLevel(values[i]);
        }

        return new PixelImage(width, height, channels, 8, data);
    }

    // Not-a-number is a hole that mixes with nothing on the way back to the file's picture.
    private float[] Plane(Func<int, float> value)
    {
        float[] plane = new float[_size.Pixels];
        for (int i = 0; i < plane.Length; i++)
            plane[i] = _foreground is null || _foreground[i] ? value(i) : float.NaN;
        return plane;
    }

    private float[] AtSource(Func<int, float> value, float outside)
    {
        float[] plane = Plane(value);
        if (_fit is not null)
            plane = _fit.Restore(plane, channels: 1, float.NaN);
        plane = _prepared.Restore(plane, outside);
        if (TensorPrimitives.IsNaNAny<float>(plane))
        {
            for (int i = 0; i < plane.Length; i++)
                plane[i] = float.IsNaN(plane[i]) ? outside : plane[i];
        }

        return plane;
    }
}
