namespace AnoGan.Results;

/// <summary>
/// The one colour scale of all heatmaps: black, violet, red, orange, yellow, nearly white. Its lightness only rises, so
/// it reads the same in grey and to colour-blind eyes.
/// </summary>
internal static class ColourScale
{
    private static readonly (byte Red, byte Green, byte Blue)[] Anchors =
        [(0, 0, 0), (44, 16, 92), (132, 28, 108), (206, 58, 66), (246, 126, 26), (250, 202, 62), (255, 250, 220)];

    /// <summary>The colour of a value.</summary>
    /// <param name="value">0 is black and 1 nearly white; values outside are clamped, not-a-number counts as 0.</param>
    /// <returns>8-bit red, green and blue.</returns>
    public static (byte Red, byte Green, byte Blue) At(double value)
    {
        double position = (double.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1)) * (Anchors.Length - 1);
        int below = Math.Min((int)position, Anchors.Length - 2);
        double share = position - below;
        (byte r0, byte g0, byte b0) = Anchors[below];
        (byte r1, byte g1, byte b1) = Anchors[below + 1];
        return (Mix(r0, r1, share), Mix(g0, g1, share), Mix(b0, b1, share));
    }

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}
