using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Tells one object from the even ground it lies on: Otsu's threshold on the luma, smoothed a little; then the largest
/// region of the object's side, its holes filled.
/// </summary>
internal static class ObjectMask
{
    /// <summary>Deviation of the window that smooths the luma, in pixels.</summary>
    private const double Smoothing = 1.5;

    /// <summary>
    /// Least share of the variance that lies between the two classes. An even ramp has 0.75 and normally distributed
    /// values have 0.64, though neither shows an object.
    /// </summary>
    private const double LeastBetweenShare = 0.8;

    /// <summary>Least distance of the means of the classes: two levels of 8 bits.</summary>
    private const double LeastDistance = 2.0 / 255;

    /// <summary>Finds the object.</summary>
    /// <param name="margin">How many pixels, to the sides and across corners, the object is widened by.</param>
    /// <returns>
    /// Of each pixel whether it belongs to the object, never outside <paramref name="foreground"/>; null where the two
    /// sides are hardly apart.
    /// </returns>
    public static bool[]? Find(PixelImage picture, bool[]? foreground, ObjectTone tone, int margin)
    {
        float[] luma = UnitSamples.Luma(picture);
        new GaussianBlur(picture.Width, picture.Height, Smoothing, foreground).Apply(luma);
        OtsuThreshold? threshold = OtsuThreshold.Of(luma, foreground);
        if (threshold is null || threshold.BetweenShare < LeastBetweenShare || threshold.Distance < LeastDistance)
            return null;

        bool isBright = tone == ObjectTone.Bright
            || (tone == ObjectTone.Auto && IsBrightInside(luma, picture.Width, foreground, threshold));
        bool[] mask = new bool[luma.Length];
        for (int i = 0; i < mask.Length; i++)
            mask[i] = (foreground is null || foreground[i]) && threshold.IsBright(luma[i]) == isBright;

        ConnectedRegions.KeepLargest(mask, picture.Width);
        ConnectedRegions.FillHoles(mask, picture.Width);
        if (margin > 0)
            mask = Widen(mask, picture.Width, margin);
        for (int i = 0; i < mask.Length && foreground is not null; i++)
            mask[i] &= foreground[i];
        return mask;
    }

    // Whether the bright side has fewer pixels at the border than the dark side, or as many.
    private static bool IsBrightInside(float[] luma, int width, bool[]? foreground, OtsuThreshold threshold)
    {
        int height = luma.Length / width, excess = 0;
        for (int y = 0; y < height; y++)
        {
            int step = y == 0 || y == height - 1 ? 1 : Math.Max(1, width - 1);
            for (int x = 0; x < width; x += step)
            {
                int i = y * width + x;
                if (foreground is null || foreground[i])
                    excess += threshold.IsBright(luma[i]) ? 1 : -1;
            }
        }

        return excess <= 0;
    }

    private static bool[] Widen(bool[] mask, int width, int margin)
    {
        int height = mask.Length / width;
        bool[] wide = new bool[mask.Length], wider = new bool[mask.Length];
        for (int y = 0; y < height; y++)
            WidenLine(mask, wide, first: y * width, step: 1, width, margin);
        for (int x = 0; x < width; x++)
            WidenLine(wide, wider, first: x, step: width, height, margin);
        return wider;
    }

    // Sets the pixels of a line that are at most the margin away from a set one, once forwards and once backwards.
    private static void WidenLine(bool[] mask, bool[] wide, int first, int step, int length, int margin)
    {
        for (int k = 0, since = margin + 1; k < length; k++)
        {
            since = mask[first + k * step] ? 0 : Math.Min(since + 1, margin + 1);
            wide[first + k * step] |= since <= margin;
        }

        for (int k = length - 1, since = margin + 1; k >= 0; k--)
        {
            since = mask[first + k * step] ? 0 : Math.Min(since + 1, margin + 1);
            wide[first + k * step] |= since <= margin;
        }
    }
}

/// <summary>Which side of the threshold is the object.</summary>
internal enum ObjectTone
{
    /// <summary>The side that has fewer pixels at the border of the picture; of equals the brighter one.</summary>
    Auto,

    /// <summary>The brighter side.</summary>
    Bright,

    /// <summary>The darker side.</summary>
    Dark,
}
