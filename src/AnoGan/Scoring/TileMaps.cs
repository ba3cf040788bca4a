using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan.Scoring;

/// <summary>The maps of a picture that was scored by tiles.</summary>
/// <param name="geometry">Where the prepared picture lies in the file's.</param>
/// <param name="levels">[Height, Width] of the prepared picture: <see cref="AnomalyLevel"/> times 65,535.</param>
/// <param name="foreground">Of each of these pixels whether it was compared; null where all were.</param>
/// <param name="reconstruction">G(z) of all tiles put together, of the prepared picture's size.</param>
public sealed class TileMaps(PreparedGeometry geometry, ushort[] levels, bool[]? foreground, PixelImage reconstruction)
    : IScoreMaps
{
    /// <inheritdoc/>
    public int Width => geometry.SourceWidth;

    /// <inheritdoc/>
    public int Height => geometry.SourceHeight;

    /// <inheritdoc/>
    public float[] MapAtSource()
    {
        float[] map = new float[levels.Length];
        for (int i = 0; i < map.Length; i++)
            map[i] = IsCompared(i) ? (float)levels[i] / ushort.MaxValue : float.NaN;
        return Restore(map, IScoreMaps.NotCompared);
    }

    /// <inheritdoc/>
    public PixelImage Reconstruction()
    {
        int channels = reconstruction.Channels, plane = reconstruction.Width * reconstruction.Height;
        byte[] data = new byte[checked(Width * Height * channels)];
        for (int c = 0; c < channels; c++)
        {
            float[] values = new float[plane];
            for (int i = 0; i < plane; i++)
                values[i] = IsCompared(i) ? reconstruction.Data[i * channels + c] : float.NaN;
            float[] restored = Restore(values, outside: 0);
            for (int i = 0; i < restored.Length; i++)
                data[i * channels + c] = (byte)Math.Round(restored[i]);
        }

        return new PixelImage(Width, Height, channels, 8, data);
    }

    /// <summary>Where a tile lies in the picture of the file.</summary>
    /// <param name="tile">One of this picture's tiles.</param>
    /// <param name="patch">Side of the tiles, in pixels of the prepared picture.</param>
    public TileBox BoxOf(ScoredTile tile, int patch)
    {
        ArgumentNullException.ThrowIfNull(tile);
        (int x, int y, int width, int height) = geometry.BoxOf(tile.Left, tile.Top, patch, patch);
        return new TileBox(x, y, width, height, tile);
    }

    private bool IsCompared(int pixel) => foreground is null || foreground[pixel];

    // Not-a-number is a hole that mixes with nothing on the way back, but a picture of full size comes back with its
    // holes.
    private float[] Restore(float[] values, float outside)
    {
        float[] restored = geometry.Restore(values, outside);
        for (int i = 0; i < restored.Length; i++)
            restored[i] = float.IsNaN(restored[i]) ? outside : restored[i];
        return restored;
    }
}
