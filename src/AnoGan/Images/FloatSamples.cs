using System.Runtime.InteropServices;

namespace AnoGan.Images;

/// <summary>Float samples to 16 bits.</summary>
internal static class FloatSamples
{
    /// <summary>Scales [0,1], or else [0,255], to 0..65535.</summary>
    /// <exception cref="AnoGanException">A sample is NaN, infinite, negative or above 255.</exception>
    public static byte[] ToWords(string path, ImageFormat format, byte[] samples)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(samples);
        float greatest = 0f;
        foreach (float value in values)
        {
            if (!(value >= 0f && value <= 255f))
                throw ImageRefusal.Unsupported(path, format, "the float sample "
                    + $"{value.ToString(System.Globalization.CultureInfo.InvariantCulture)}, outside [0,1] and "
                    + "[0,255]");
            greatest = Math.Max(greatest, value);
        }

        float scale = greatest <= 1f ? 65535f : 257f;
        byte[] words = new byte[values.Length * 2];
        Span<ushort> target = MemoryMarshal.Cast<byte, ushort>(words.AsSpan());
        for (int i = 0; i < values.Length; i++)
            target[i] = (ushort)MathF.Round(values[i] * scale);
        return words;
    }
}
