using AnoGan.Images;

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

/// <summary>Maps in the colours of <see cref="ColourScale"/>.</summary>
internal static class MapColours
{
    // Enough steps to meet every colour between two anchors of the scale.
    private const int Steps = 6 * 1024;
    private const byte NotComparedGrey = 96;

    private static readonly byte[] Table =
    [
        .. Enumerable.Range(0, Steps + 1).Select(step => ColourScale.At((double)step / Steps))
            .SelectMany(colour => (byte[])[colour.Red, colour.Green, colour.Blue]),
    ];

    // What covers a picture at each step, red, green and blue already as strong as they are there, and its share.
    private static readonly float[] Covers =
    [
        .. Table.Chunk(3).Index().SelectMany(step =>
        {
            float share = (float)step.Index / Steps;
            return (float[])[step.Item[0] * share, step.Item[1] * share, step.Item[2] * share, share];
        }),
    ];

    /// <summary>A map in colours; pixels that were not compared are grey.</summary>
    /// <param name="levels">[height, width] levels, or <see cref="ScoreMaps.NotCompared"/>.</param>
    /// <param name="scale">The level of the brightest colour.</param>
    public static PixelImage Paint(ReadOnlySpan<float> levels, int width, int height, double scale)
    {
        float steps = (float)(Steps / scale);
        byte[] data = GC.AllocateUninitializedArray<byte>(checked(levels.Length * 3));
        for (int i = 0, to = 0; i < levels.Length; i++, to += 3)
        {
            if (levels[i] == ScoreMaps.NotCompared)
            {
                data.AsSpan(to, 3).Fill(NotComparedGrey);
                continue;
            }

            int from = 3 * StepOf(levels[i], steps);
            data[to] = Table[from];
            data[to + 1] = Table[from + 1];
            data[to + 2] = Table[from + 2];
        }

        return new PixelImage(width, height, 3, 8, data);
    }

    /// <summary>A picture in grey, covered by the colours the more the higher the map is.</summary>
    /// <param name="picture">The picture, whose grey is seen.</param>
    /// <param name="levels">As for <see cref="Paint"/>, of the picture's size.</param>
    /// <param name="scale">The level of the brightest colour.</param>
    public static PixelImage Cover(PixelImage picture, ReadOnlySpan<float> levels, double scale)
    {
        PixelImage grey = PixelConversion.ToGrey(picture);
        float steps = (float)(Steps / scale), unit = 255 / UnitSamples.Greatest(grey);
        float[] row = new float[grey.Width];
        byte[] data = GC.AllocateUninitializedArray<byte>(checked(levels.Length * 3));
        for (int y = 0, i = 0, to = 0; y < grey.Height; y++)
        {
            PixelConversion.CopyRow(grey, y, row);
            for (int x = 0; x < row.Length; x++, i++, to += 3)
            {
                int step = levels[i] == ScoreMaps.NotCompared ? 0 : StepOf(levels[i], steps);
                ReadOnlySpan<float> cover = Covers.AsSpan(4 * step, 4);
                float under = row[x] * unit * (1 - cover[3]) + 0.5f;
                data[to] = (byte)(int)(under + cover[0]);
                data[to + 1] = (byte)(int)(under + cover[1]);
                data[to + 2] = (byte)(int)(under + cover[2]);
            }
        }

        return new PixelImage(grey.Width, grey.Height, 3, 8, data);
    }

    private static int StepOf(float level, float steps) => (int)(Math.Clamp(level * steps, 0f, Steps) + 0.5f);
}

/// <summary>
/// Frames around defects: a cyan line, which no colour of <see cref="ColourScale"/> comes near, within a black one that
/// sets it off from light pictures.
/// </summary>
internal static class RegionFrames
{
    // A longer side of 500 pixels and its multiples make the line one pixel wider.
    private const int SidePerLinePixel = 500;

    private static readonly (byte Red, byte Green, byte Blue) Line = (0, 255, 255);
    private static readonly (byte Red, byte Green, byte Blue) Outline = (0, 0, 0);

    /// <summary>
    /// Draws the frames just outside of the defects' boxes; what lies outside of the picture is left out.
    /// </summary>
    /// <exception cref="ArgumentException">The picture is grey or of 16 bits.</exception>
    public static void Draw(PixelImage picture, IReadOnlyList<DefectRegion> regions)
    {
        if (picture is not { Channels: 3, BitDepth: 8 })
            throw new ArgumentException($"frames need RGB of 8 bits, not {picture.Channels} channels of "
                + $"{picture.BitDepth}", nameof(picture));

        int line = LineWidth(picture.Width, picture.Height), outline = (line + 2) / 3;

        // All outlines first, so that none crosses the line of a neighbour.
        foreach (DefectRegion region in regions)
            Frame(picture, region, line, outline, Outline);
        foreach (DefectRegion region in regions)
            Frame(picture, region, 0, line, Line);
    }

    /// <summary>
    /// Width of the cyan line: max(1, longer side / 500); the black one is a third of it, at least 1.
    /// </summary>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <returns>Pixels.</returns>
    public static int LineWidth(int width, int height) => Math.Max(1, Math.Max(width, height) / SidePerLinePixel);

    // A frame of some thickness whose inner edge lies some pixels outside of the box.
    private static void Frame(
        PixelImage picture, DefectRegion region, int distance, int thickness, (byte Red, byte Green, byte Blue) colour)
    {
        int left = region.X - distance, right = region.X + region.Width + distance;
        int top = region.Y - distance, bottom = region.Y + region.Height + distance;
        Fill(picture, left - thickness, top - thickness, right + thickness, top, colour);
        Fill(picture, left - thickness, bottom, right + thickness, bottom + thickness, colour);
        Fill(picture, left - thickness, top, left, bottom, colour);
        Fill(picture, right, top, right + thickness, bottom, colour);
    }

    private static void Fill(
        PixelImage picture, int left, int top, int right, int bottom, (byte Red, byte Green, byte Blue) colour)
    {
        (left, right) = (Math.Max(left, 0), Math.Min(right, picture.Width));
        for (int y = Math.Max(top, 0); y < Math.Min(bottom, picture.Height); y++)
        {
            for (int x = left; x < right; x++)
            {
                Span<byte> pixel = picture.Data.AsSpan((y * picture.Width + x) * 3, 3);
                (pixel[0], pixel[1], pixel[2]) = colour;
            }
        }
    }
}
