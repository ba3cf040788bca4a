namespace AnoGan.Images;

/// <summary>
/// Maps a picture of Width × Height to a square of Size × Size and maps of the square back. One rectangle of the
/// picture (the source) corresponds to one rectangle of the square (the inner one); pixel centres are aligned.
/// </summary>
/// <remarks>
/// Padding repeats the edge pixels: it adds no edge between picture and border, so that neither a generator nor a
/// residual sees a frame there, and it needs no colour that might be rare in the training set.
/// </remarks>
internal sealed record FitGeometry
{
    private FitGeometry()
    {
    }

    /// <summary>Width of the picture in pixels.</summary>
    public int Width { get; private init; }

    /// <summary>Height of the picture in pixels.</summary>
    public int Height { get; private init; }

    /// <summary>Side of the square in pixels.</summary>
    public int Size { get; private init; }

    /// <summary>How the picture was fitted.</summary>
    public FitMode Mode { get; private init; }

    /// <summary>Left edge of the part of the picture that is shown, in pixels of the picture.</summary>
    public int SourceLeft { get; private init; }

    /// <summary>Top edge of the part of the picture that is shown.</summary>
    public int SourceTop { get; private init; }

    /// <summary>Width of the part of the picture that is shown.</summary>
    public int SourceWidth { get; private init; }

    /// <summary>Height of the part of the picture that is shown.</summary>
    public int SourceHeight { get; private init; }

    /// <summary>Left edge of the picture within the square, in pixels of the square.</summary>
    public int InnerLeft { get; private init; }

    /// <summary>Top edge of the picture within the square.</summary>
    public int InnerTop { get; private init; }

    /// <summary>Width of the picture within the square.</summary>
    public int InnerWidth { get; private init; }

    /// <summary>Height of the picture within the square.</summary>
    public int InnerHeight { get; private init; }

    /// <summary>Plans the fit. Where halves do not divide, the left and the top part are the smaller ones.</summary>
    /// <param name="width">Width of the picture in pixels, at least 1.</param>
    /// <param name="height">Height of the picture in pixels, at least 1.</param>
    /// <param name="size">Side of the square in pixels, at least 1.</param>
    /// <param name="mode">Pad, crop or stretch; a square picture is the same in all three.</param>
    public static FitGeometry For(int width, int height, int size, FitMode mode)
    {
        var stretched = new FitGeometry
        {
            Width = width,
            Height = height,
            Size = size,
            Mode = mode,
            SourceWidth = width,
            SourceHeight = height,
            InnerWidth = size,
            InnerHeight = size,
        };
        switch (mode)
        {
            case FitMode.Stretch:
                return stretched;
            case FitMode.Crop:
                int side = Math.Min(width, height);
                return stretched with
                {
                    SourceLeft = (width - side) / 2,
                    SourceTop = (height - side) / 2,
                    SourceWidth = side,
                    SourceHeight = side,
                };
            case FitMode.Pad:
                int innerWidth = Scaled(width, Math.Max(width, height), size);
                int innerHeight = Scaled(height, Math.Max(width, height), size);
                return stretched with
                {
                    InnerLeft = (size - innerWidth) / 2,
                    InnerTop = (size - innerHeight) / 2,
                    InnerWidth = innerWidth,
                    InnerHeight = innerHeight,
                };
            default:
                throw new ArgumentOutOfRangeException(nameof(mode), mode, "unknown fit");
        }
    }

    /// <summary>Makes the square, at the picture's channels and depth, with <see cref="ImageCodec.Resize"/>.</summary>
    /// <param name="original">A picture of <see cref="Width"/> × <see cref="Height"/> pixels.</param>
    public PixelImage Apply(PixelImage original)
    {
        PixelImage shown = PixelWindow.Cut(original, SourceLeft, SourceTop, SourceWidth, SourceHeight);
        PixelImage inner = ImageCodec.Resize(shown, InnerWidth, InnerHeight);
        return PixelWindow.Frame(inner, InnerLeft, InnerTop, Size, Size);
    }

    /// <summary>
    /// Brings values of the square back to the picture: bilinear where it enlarges, averaging where it shrinks; padding
    /// is left out. A pixel whose nearest value is not-a-number gets the value for outside; not-a-numbers mix with
    /// nothing.
    /// </summary>
    /// <param name="planar">[channels, Size, Size] values of any range, or not-a-number.</param>
    /// <param name="channels">Number of planes, at least 1.</param>
    /// <param name="outside">The value of pixels that <see cref="FitMode.Crop"/> left out.</param>
    /// <returns>[channels, Height, Width] values.</returns>
    public float[] Restore(ReadOnlySpan<float> planar, int channels, float outside)
    {
        float[] restored = new float[checked(channels * Height * Width)];
        if (Mode == FitMode.Crop)
            Array.Fill(restored, outside);
        for (int c = 0; c < channels; c++)
        {
            int first = (c * Height + SourceTop) * Width + SourceLeft;
            float[] inner = new float[InnerWidth * InnerHeight];
            for (int y = 0; y < InnerHeight; y++)
                planar
                    .Slice((c * Size + InnerTop + y) * Size + InnerLeft, InnerWidth)
                    .CopyTo(inner.AsSpan(y * InnerWidth));
            if (Array.Exists(inner, float.IsNaN))
                HoleResampler.Write(
                    inner, InnerWidth, InnerHeight, restored.AsSpan(first), SourceWidth, SourceHeight, Width, outside);
            else
                Resample(inner, restored, first);
        }

        return restored;
    }

    private void Resample(float[] inner, float[] target, int first)
    {
        for (int y = 0; y < SourceHeight; y++)
            target.AsSpan(first + y * Width, SourceWidth).Clear();
        var resampler = new Resampler(
            InnerWidth, InnerHeight, SourceWidth, SourceHeight, channels: 1, (target, first, Width));
        for (int y = 0; y < InnerHeight; y++)
            resampler.AddRow(inner.AsSpan(y * InnerWidth, InnerWidth));
    }

    private static int Scaled(int side, int longer, int size) =>
        Math.Max(1, (int)(((long)side * size * 2 + longer) / (2L * longer)));
}

/// <summary>How a picture that is not square becomes one.</summary>
public enum FitMode
{
    /// <summary>The whole picture, centred, its aspect kept; the border repeats the picture's edge pixels.</summary>
    Pad,

    /// <summary>The centred square of the shorter side; what lies outside is not looked at.</summary>
    Crop,

    /// <summary>The whole picture, both axes scaled on their own.</summary>
    Stretch,
}
