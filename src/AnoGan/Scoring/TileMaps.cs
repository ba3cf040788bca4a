using AnoGan.Imaging;
using AnoGan.Preparing;

namespace AnoGan.Scoring;

/// <summary>The maps of a picture that was scored by tiles.</summary>
/// <param name="geometry">Where the prepared picture lies in the file's.</param>
/// <param name="levels">[Height, Width] of the prepared picture: <see cref="AnomalyLevel"/> times 65,535.</param>
/// <param name="foreground">Of each of these pixels whether it was compared; null where all were.</param>
/// <param name="reconstruction">G(z) of all tiles put together, of the prepared picture's size.</param>
public sealed class TileMaps(PreparedGeometry geometry, ushort[] levels, bool[]? foreground, PixelImage reconstruction) : IScoreMaps
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
            map[i] = foreground is null || foreground[i] ? (float)levels[i] / ushort.MaxValue : IScoreMaps.NotCompared;
        float[] restored = geometry.Restore(map, IScoreMaps.NotCompared);

        // Where the resolution is raised, the border of what was compared mixes with what was not.
        for (int i = 0; i < restored.Length; i++)
            restored[i] = restored[i] < 0 ? IScoreMaps.NotCompared : restored[i];
        return restored;
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
                values[i] = foreground is null || foreground[i] ? reconstruction.Data[i * channels + c] : 0;
            float[] restored = geometry.Restore(values, outside: 0);
            for (int i = 0; i < restored.Length; i++)
                data[i * channels + c] = (byte)Math.Round(restored[i]);
        }

        return new PixelImage(Width, Height, channels, 8, data);
    }
}
