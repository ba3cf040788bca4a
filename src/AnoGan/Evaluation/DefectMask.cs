using System.Runtime.InteropServices;
using AnoGan.Imaging;

namespace AnoGan.Evaluation;

/// <summary>Pictures that are white where an image has a defect, in folders laid out like the ground_truth of MVTec AD.</summary>
public static class DefectMask
{
    /// <summary>Finds an image's mask: of crack/a.jpg it is crack/a.png or crack/a_mask.png.</summary>
    /// <param name="folder">The folder of masks.</param>
    /// <param name="imagePath">Path of the image below the scored folder, with forward slashes.</param>
    /// <returns>The file.</returns>
    /// <exception cref="AnoGanException">There is neither.</exception>
    public static string Find(string folder, string imagePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        string stem = Path.Combine(folder, Path.ChangeExtension(imagePath, null));
        string plain = $"{stem}.png", marked = $"{stem}_mask.png";
        if (File.Exists(plain))
            return plain;
        return File.Exists(marked)
            ? marked
            : throw new AnoGanException($"{plain}: found neither this mask of {imagePath} nor {Path.GetFileName(marked)}, expected one for each anomalous image; add it, or evaluate without --masks");
    }

    /// <summary>Reads a mask.</summary>
    /// <param name="path">The file; colours count by their luma.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <returns>
    /// width × height pixels, rows from top to bottom; true from half of the greatest level up (128 of 255). Null where
    /// all is black: nobody marked the defect of that image.
    /// </returns>
    /// <exception cref="AnoGanException">The file is no picture or of another size, or its levels are neither black nor white.</exception>
    public static bool[]? Read(string path, int width, int height)
    {
        PixelImage mask = PixelConversion.ToGrey(ImageCodec.Read(path));
        if (mask.Width != width || mask.Height != height)
            throw new AnoGanException($"{path}: found a mask of {mask.Width}×{mask.Height} pixels, expected {width}×{height} as the image; draw the mask at the image's resolution");

        bool[] within = new bool[width * height];
        ReadOnlySpan<ushort> words = mask.BitDepth == 16 ? MemoryMarshal.Cast<byte, ushort>(mask.Data) : default;
        for (int i = 0; i < within.Length; i++)
            within[i] = mask.BitDepth == 16 ? words[i] >= 0x8000 : mask.Data[i] >= 0x80;

        if (within.Contains(true))
            return within;

        // A mask of the levels 0 and 1 looks sound to whoever made it, but shows no defect to anybody else.
        return mask.Data.AsSpan().ContainsAnyExcept((byte)0)
            ? throw new AnoGanException($"{path}: found no pixel of level {(mask.BitDepth == 16 ? 0x8000 : 0x80)} or more, expected the defect in white; draw it, or multiply masks of 0 and 1 by 255")
            : null;
    }
}
