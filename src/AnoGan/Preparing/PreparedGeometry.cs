using System.Numerics.Tensors;
using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Where the pixels of a prepared picture lie in the picture it was made from. The source is first resized as a whole;
/// every column of the prepared picture is then a run of consecutive pixels of one column of that, so that crops and
/// flattened scans are the same thing.
/// </summary>
internal sealed record PreparedGeometry
{
    private static int[] _zeros = [];

    /// <summary>Width of the picture in the file, in pixels.</summary>
    public required int SourceWidth { get; init; }

    /// <summary>Height of the picture in the file, in pixels.</summary>
    public required int SourceHeight { get; init; }

    /// <summary>Width of the resized picture, in pixels.</summary>
    public required int ScaledWidth { get; init; }

    /// <summary>Height of the resized picture, in pixels.</summary>
    public required int ScaledHeight { get; init; }

    /// <summary>Height of the prepared picture, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Column of the resized picture that the prepared picture begins with.</summary>
    public required int Left { get; init; }

    /// <summary>
    /// Of each column of the prepared picture the row of the resized picture that it begins with. It may be negative:
    /// rows above and below the resized picture show nothing of it and are no foreground.
    /// </summary>
    public required IReadOnlyList<int> Tops { get; init; }

    /// <summary>Width of the prepared picture, in pixels.</summary>
    public int Width => Tops.Count;

    /// <summary>The geometry of a picture that was neither resized nor cut.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    public static PreparedGeometry Identity(int width, int height) => Scaled(width, height, width, height);

    /// <summary>The geometry of a picture that was resized as a whole.</summary>
    /// <param name="sourceWidth">Width of the picture in the file, in pixels, at least 1.</param>
    /// <param name="sourceHeight">Height of the picture in the file, in pixels, at least 1.</param>
    /// <param name="width">Width of the resized picture, in pixels, at least 1.</param>
    /// <param name="height">Height of the resized picture, in pixels, at least 1.</param>
    public static PreparedGeometry Scaled(int sourceWidth, int sourceHeight, int width, int height)
    {
        return new PreparedGeometry
        {
            SourceWidth = sourceWidth,
            SourceHeight = sourceHeight,
            ScaledWidth = width,
            ScaledHeight = height,
            Height = height,
            Left = 0,
            Tops = Zeros(width),
        };
    }

    /// <summary>The geometry of a rectangle of this prepared picture.</summary>
    /// <param name="left">First column of this picture, 0 to its width - 1.</param>
    /// <param name="top">First row of this picture, 0 to its height - 1.</param>
    /// <param name="width">Width of the rectangle in pixels, at least 1.</param>
    /// <param name="height">Height of the rectangle in pixels, at least 1.</param>
    public PreparedGeometry Crop(int left, int top, int width, int height)
    {
        return this with
        {
            Left = Left + left,
            Tops = [.. Tops.Skip(left).Take(width).Select(t => t + top)],
            Height = height,
        };
    }

    /// <summary>The geometry of a picture made of one run of pixels of each column of this one.</summary>
    /// <param name="tops">Of each column the row of this picture that it begins with; it may lie outside.</param>
    /// <param name="height">Length of the runs in pixels, at least 1.</param>
    public PreparedGeometry Columns(int[] tops, int height)
    {
        return this with { Tops = [.. Tops.Zip(tops, (t, u) => t + u)], Height = height };
    }

    /// <summary>Whether the prepared picture was neither resized nor cut.</summary>
    public bool IsIdentity =>
        !IsResized && Width == SourceWidth && Height == SourceHeight && Tops.All(top => top == 0);

    private bool IsResized => ScaledWidth != SourceWidth || ScaledHeight != SourceHeight;

    /// <summary>
    /// Where a rectangle of the prepared picture lies in the file's; what reaches beyond it is cut off.
    /// </summary>
    /// <param name="left">First column of the prepared picture, within it.</param>
    /// <param name="top">First row of the prepared picture, within it.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <returns>
    /// In pixels of the file's picture, at least 1×1; where columns were shifted, all that any of them shows.
    /// </returns>
    public (int X, int Y, int Width, int Height) BoxOf(int left, int top, int width, int height)
    {
        int right = Math.Min(left + width, Width), bottom = Math.Min(top + height, Height);
        int highest = int.MaxValue, lowest = int.MinValue;
        for (int x = left; x < right; x++)
        {
            highest = Math.Min(highest, Tops[x] + top);
            lowest = Math.Max(lowest, Tops[x] + bottom);
        }

        (int x0, int x1) = Span(Left + left, Left + right, ScaledWidth, SourceWidth);
        (int y0, int y1) = Span(highest, lowest, ScaledHeight, SourceHeight);
        return (x0, y0, x1 - x0, y1 - y0);
    }

    private static (int From, int To) Span(int from, int to, int scaled, int source)
    {
        int first = Math.Clamp((int)Math.Floor((double)from * source / scaled), 0, source - 1);
        return (first, Math.Clamp((int)Math.Ceiling((double)to * source / scaled), first + 1, source));
    }

    /// <summary>Brings a map of the prepared picture back to the resolution of the file's picture.</summary>
    /// <param name="map">[Height, Width] values of any range; not-a-number is as good as not shown.</param>
    /// <param name="outside">The value of pixels that the prepared picture does not show.</param>
    /// <returns>
    /// [SourceHeight, SourceWidth] values; the array given itself where the picture was neither resized nor cut and
    /// shows everything.
    /// </returns>
    public float[] Restore(float[] map, float outside) => Restore(map, channels: 1, outside);

    /// <summary>
    /// Brings planes of the prepared picture back to the resolution of the file's picture: bilinear between those pixel
    /// centres of the resized picture that are shown. A pixel whose nearest pixel of the resized picture is not shown
    /// gets the value for outside, which mixes with no other.
    /// </summary>
    /// <param name="planar">
    /// [channels, Height, Width] values of any range; not-a-number is as good as not shown.
    /// </param>
    /// <param name="channels">Number of planes, at least 1.</param>
    /// <param name="outside">The value of pixels that the prepared picture does not show.</param>
    /// <returns>
    /// [channels, SourceHeight, SourceWidth] values; the array given itself where the picture was neither resized nor
    /// cut and shows everything.
    /// </returns>
    public float[] Restore(float[] planar, int channels, float outside)
    {
        if (IsIdentity && !TensorPrimitives.IsNaNAny<float>(planar))
            return planar;

        int plane = checked(SourceWidth * SourceHeight);
        float[] restored = new float[checked(channels * plane)];
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> map = planar.AsSpan(c * Width * Height, Width * Height);
            Span<float> target = restored.AsSpan(c * plane, plane);
            if (!IsResized)
            {
                target.Fill(outside);
                Place(map, target);
                continue;
            }

            float[] frame = new float[ScaledWidth * ScaledHeight];
            Array.Fill(frame, float.NaN);
            Place(map, frame);
            HoleResampler.Write(
                frame, ScaledWidth, ScaledHeight, target, SourceWidth, SourceHeight, SourceWidth, outside);
        }

        return restored;
    }

    // One array for all pictures: a set may have many of them.
    private static ArraySegment<int> Zeros(int count)
    {
        int[] zeros = _zeros;
        if (zeros.Length < count)
            _zeros = zeros = new int[count];
        return new ArraySegment<int>(zeros, 0, count);
    }

    // Sets what the map shows into the frame of the resized picture.
    private void Place(ReadOnlySpan<float> map, Span<float> frame)
    {
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int row = Tops[x] + y;
                float value = map[y * Width + x];
                if (row >= 0 && row < ScaledHeight && !float.IsNaN(value))
                    frame[row * ScaledWidth + Left + x] = value;
            }
        }
    }
}
