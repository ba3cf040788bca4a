using System.Runtime.InteropServices;

namespace AnoGan.Images;

/// <summary>CMYK samples, 0 being no ink, to RGB without a colour profile: R = max·(1 − C/max)·(1 − K/max).</summary>
internal static class CmykSamples
{
    public static byte[] ToRgb(byte[] cmyk, int bitDepth)
    {
        byte[] rgb = new byte[cmyk.Length / 4 * 3];
        if (bitDepth == 8)
        {
            for (int from = 0, to = 0; to < rgb.Length; from += 4)
            {
                int paper = 255 - cmyk[from + 3];
                for (int c = 0; c < 3; c++)
                    rgb[to++] = (byte)(((255 - cmyk[from + c]) * paper + 127) / 255);
            }

            return rgb;
        }

        ReadOnlySpan<ushort> source = MemoryMarshal.Cast<byte, ushort>(cmyk);
        Span<ushort> target = MemoryMarshal.Cast<byte, ushort>(rgb.AsSpan());
        for (int from = 0, to = 0; to < target.Length; from += 4)
        {
            long paper = 65535 - source[from + 3];
            for (int c = 0; c < 3; c++)
                target[to++] = (ushort)(((65535 - source[from + c]) * paper + 32767) / 65535);
        }

        return rgb;
    }
}
