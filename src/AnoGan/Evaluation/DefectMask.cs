using System.Runtime.InteropServices;
using AnoGan.Images;

namespace AnoGan.Evaluation;

/// <summary>Pictures that are white, or painted on a transparent ground, where an image has a defect.</summary>
internal static class DefectMask
{
    // Paint that a program has multiplied by its alpha and divided again comes back with levels that differ a little.
    private const int PaintSpread = 4 * 257;
    private const int Half = 0x8000;

    /// <summary>Reads a mask.</summary>
    /// <param name="path">
    /// The file; colours count by their luma. Where alpha varies and all that is visible has one colour, its shape is
    /// in its alpha, which counts instead; where both vary, their product counts.
    /// </param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <returns>
    /// width × height pixels, rows from top to bottom; true from half of the greatest level up (128 of 255). Null where
    /// all is black or nothing is visible: nobody marked the defect of that image.
    /// </returns>
    /// <exception cref="AnoGanException">
    /// The file is no picture or of another size, or its levels are neither black nor white.
    /// </exception>
    public static bool[]? Read(string path, int width, int height)
    {
        if (ImageCodec.ReadPages(path).Count is var pages and > 1)
            throw new AnoGanException($"{path}: found a mask of {pages} pages, expected one; save the page that "
                + "belongs to the image as a file of its own");
        PixelImage mask = PixelConversion.ToGrey(ImageCodec.Read(path));
        if (mask.Width != width || mask.Height != height)
            throw new AnoGanException($"{path}: found a mask of {mask.Width}×{mask.Height} pixels, expected "
                + $"{width}×{height} as the image; {Remedy(mask, width, height)}");

        ushort[] levels = Levels(mask, ImageCodec.ReadAlpha(path));
        bool[] within = Array.ConvertAll(levels, level => level >= Half);
        if (within.Contains(true))
            return within;

        // A mask of the levels 0 and 1 looks sound to whoever made it, but shows no defect to anybody else.
        return levels.AsSpan().ContainsAnyExcept((ushort)0)
            ? throw new AnoGanException($"{path}: found no pixel of level {(mask.BitDepth == 16 ? Half : 0x80)} or "
                + "more, expected the defect in white; draw it, or multiply masks of 0 and 1 by 255")
            : null;
    }

    /// <summary>Reads the masks of one image, at least one, and joins them.</summary>
    /// <returns>True where any of them is; null where all are black.</returns>
    public static bool[]? Read(IReadOnlyList<string> paths, int width, int height)
    {
        bool[]? joined = null;
        foreach (string path in paths)
        {
            if (Read(path, width, height) is not { } within)
                continue;
            for (int i = 0; joined is not null && i < within.Length; i++)
                within[i] |= joined[i];
            joined = within;
        }

        return joined;
    }

    private static string Remedy(PixelImage mask, int width, int height) => (mask.Width, mask.Height) == (height, width)
        ? "it fits after a quarter turn, as where the image is turned upright by its EXIF orientation and the mask is "
            + "not; turn the mask as the image is shown"
        : "draw the mask at the image's resolution";

    private static ushort[] Levels(PixelImage grey, PixelImage? alphaPlane)
    {
        ushort[] luma = Words(grey);
        if (alphaPlane is null)
            return luma;
        ushort[] alpha = Words(alphaPlane);
        if (!alpha.AsSpan().ContainsAnyExcept(alpha[0]))
            return alpha[0] < Half && !luma.AsSpan().ContainsAnyExcept(luma[0]) ? new ushort[luma.Length] : luma;

        (int lowest, int highest) = (ushort.MaxValue, 0);
        for (int i = 0; i < luma.Length; i++)
        {
            if (alpha[i] >= Half)
                (lowest, highest) = (Math.Min(lowest, luma[i]), Math.Max(highest, luma[i]));
        }

        if (highest - lowest <= PaintSpread)
            return alpha;
        for (int i = 0; i < luma.Length; i++)
            luma[i] = (ushort)((uint)luma[i] * alpha[i] / ushort.MaxValue);
        return luma;
    }

    // Levels of 8 bits fill the range of 16: 255 becomes 65535.
    private static ushort[] Words(PixelImage grey) => grey.BitDepth == 16
        ? MemoryMarshal.Cast<byte, ushort>(grey.Data).ToArray()
        : Array.ConvertAll(grey.Data, level => (ushort)(level * 257));
}
