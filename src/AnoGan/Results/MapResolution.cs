using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Results;

/// <summary>
/// The resolution that a map was made at, in the proportions of the picture in the file: as many pixels as the networks
/// saw of it, and never more than it has. Between them a map is linear, so that no more need be kept.
/// </summary>
internal sealed class MapResolution
{
    private readonly PreparedGeometry _prepared;
    private readonly FitGeometry? _fit;

    /// <summary>Finds the resolution.</summary>
    /// <param name="prepared">Where the prepared picture lies in the file's.</param>
    /// <param name="fit">How that was fitted to a square; null where it was cut into tiles.</param>
    /// <param name="finer">
    /// How many times as fine it is where the square shows a part of the picture, so that its pixels lie across those
    /// of the map.
    /// </param>
    public MapResolution(PreparedGeometry prepared, FitGeometry? fit, int finer = 1)
    {
        (_prepared, _fit) = (prepared, fit);
        double scale = Math.Max(
            (double)prepared.ScaledWidth / prepared.SourceWidth, (double)prepared.ScaledHeight / prepared.SourceHeight);
        if (fit is not null)
        {
            int side = fit.Mode == FitMode.Pad
                ? Math.Max(fit.SourceWidth, fit.SourceHeight)
                : Math.Min(fit.SourceWidth, fit.SourceHeight);
            scale *= (double)fit.Size / side;
            if (!ShowsAll(fit))
                scale *= finer;
        }

        Width = Scaled(prepared.SourceWidth);
        Height = Scaled(prepared.SourceHeight);
        int Scaled(int length) => Math.Clamp((int)Math.Round(length * scale), 1, length);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether it is that of the picture in the file.</summary>
    public bool IsFull => Width == _prepared.SourceWidth && Height == _prepared.SourceHeight;

    /// <summary>
    /// Whether a map may be one of a picture of a size: has its proportions, as far as sides are whole.
    /// </summary>
    public static bool Fits(PixelImage map, int width, int height)
    {
        // There is a scale at which both sides of the picture are rounded to those of the map.
        double least = Math.Max(Least(map.Width, width), Least(map.Height, height));
        double most = Math.Min((map.Width + 0.5) / width, (map.Height + 0.5) / height);
        return map.Width <= width && map.Height <= height && least <= most
            && (long)width * height <= ImageCodec.MaximumPixels;

        static double Least(int side, int full) => side == 1 ? 0 : (side - 0.5) / full;
    }

    /// <summary>
    /// Reads what the networks saw at this resolution: linear between pixels; a pixel whose nearest one is a hole gets
    /// the value for outside, and holes mix with nothing.
    /// </summary>
    /// <param name="plane">The square, or the prepared picture where there is none; not-a-number in holes.</param>
    /// <param name="outside">The value of what was not seen.</param>
    /// <returns>[Height, Width] values.</returns>
    public float[] Read(float[] plane, float outside)
    {
        float[] values = new float[checked(Width * Height)];
        int stride = _fit?.Size ?? _prepared.Width;
        (int left, int top) = (_fit?.InnerLeft ?? 0, _fit?.InnerTop ?? 0);
        (int width, int height) = (_fit?.InnerWidth ?? _prepared.Width, _fit?.InnerHeight ?? _prepared.Height);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Place(i % Width, i / Width) is { } place && place.X < width && place.Y < height
                ? Linear(place.X, place.Y)
                : outside;
        }

        return values;

        float Linear(double x, double y)
        {
            if (float.IsNaN(At((int)x, (int)y)))
                return outside;
            int x0 = (int)Math.Floor(x - 0.5), y0 = (int)Math.Floor(y - 0.5);
            double across = x - 0.5 - x0, down = y - 0.5 - y0, sum = 0, total = 0;
            Add(x0, y0, (1 - across) * (1 - down));
            Add(x0 + 1, y0, across * (1 - down));
            Add(x0, y0 + 1, (1 - across) * down);
            Add(x0 + 1, y0 + 1, across * down);
            return (float)(sum / total);

            void Add(int column, int row, double weight)
            {
                float value = At(Math.Clamp(column, 0, width - 1), Math.Clamp(row, 0, height - 1));
                if (float.IsNaN(value))
                    return;
                sum += weight * value;
                total += weight;
            }
        }

        float At(int x, int y) => plane[(top + y) * stride + left + x];
    }

    // Pixels of the square are then pixels of the map.
    private bool ShowsAll(FitGeometry fit) => fit.Mode != FitMode.Crop && _prepared.Left == 0
        && _prepared.Width == _prepared.ScaledWidth && _prepared.Height == _prepared.ScaledHeight
        && _prepared.Tops.All(top => top == 0);

    // The centre of a pixel, in pixels of what the networks saw; null beside the prepared or the cropped picture.
    private (double X, double Y)? Place(int column, int row)
    {
        double x = (column + 0.5) * _prepared.ScaledWidth / Width - _prepared.Left;
        if (x < 0 || x >= _prepared.Width)
            return null;
        double y = (row + 0.5) * _prepared.ScaledHeight / Height - _prepared.Tops[(int)x];
        if (_fit is not null && y < _prepared.Height)
        {
            x = (x - _fit.SourceLeft) * _fit.InnerWidth / _fit.SourceWidth;
            y = (y - _fit.SourceTop) * _fit.InnerHeight / _fit.SourceHeight;
        }

        return x >= 0 && y >= 0 ? (x, y) : null;
    }
}

/// <summary>Brings maps that were kept at their own resolution to that of the picture.</summary>
internal static class MapEnlarging
{
    /// <summary>Enlarges a map, linearly between its pixels.</summary>
    /// <param name="map">1 channel of 16 bits; 0 where nothing was compared, which mixes with nothing.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <returns>[height, width] levels; the map's own where it has that size.</returns>
    public static ReadOnlySpan<ushort> To(PixelImage map, int width, int height)
    {
        ReadOnlySpan<ushort> levels = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(map.Data);
        if (map.Width == width && map.Height == height)
            return levels;
        float[] values = new float[levels.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = levels[i] == 0 ? float.NaN : levels[i];
        float[] row = new float[width];
        ushort[] enlarged = new ushort[checked(width * height)];
        var resampler = new HoleResampler(values, map.Width, map.Height, width, height, hole: 0);
        for (int y = 0; y < height; y++)
        {
            resampler.Row(y, row);
            for (int x = 0; x < width; x++)
                enlarged[y * width + x] = (ushort)(row[x] + 0.5f);
        }

        return enlarged;
    }
}
