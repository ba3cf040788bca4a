using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Cuts the picture to the upright rectangle around the foreground or, where there is none yet, around the object that
/// <see cref="ObjectMask"/> finds; the picture stays whole where no object stands out.
/// </summary>
internal sealed class CropStep(int margin) : PreparationStep
{
    public const string Name = "crop";
    public const string Usage = "crop[:margin]";

    public override string Text => StepParameters.Join(Name, margin);

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(1);
        return new CropStep(parameters.Pixels(0, "margin", 0, 0, 10_000));
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        bool[]? mask = image.Foreground ?? ObjectMask.Find(picture, foreground: null, ObjectTone.Auto, margin: 0);
        if (mask is null || !mask.Contains(true))
            return image;

        (int left, int top, int right, int bottom) = Bounds(mask, picture.Width);
        left = Math.Max(0, left - margin);
        top = Math.Max(0, top - margin);
        int width = Math.Min(picture.Width, right + margin) - left;
        int height = Math.Min(picture.Height, bottom + margin) - top;
        return new PreparedImage(
            PixelWindow.Cut(picture, left, top, width, height),
            image.Foreground is null ? null : Cut(image.Foreground, picture.Width, left, top, width, height),
            image.Geometry.Crop(left, top, width, height));
    }

    // The right and the lower bound lie one beyond the last pixel.
    private static (int Left, int Top, int Right, int Bottom) Bounds(bool[] mask, int width)
    {
        int height = mask.Length / width;
        int left = width, top = height, right = 0, bottom = 0;
        for (int y = 0; y < height; y++)
        {
            int first = mask.AsSpan(y * width, width).IndexOf(true);
            if (first < 0)
                continue;
            left = Math.Min(left, first);
            right = Math.Max(right, mask.AsSpan(y * width, width).LastIndexOf(true) + 1);
            top = Math.Min(top, y);
            bottom = y + 1;
        }

        return (left, top, right, bottom);
    }

    private static bool[]? Cut(bool[] mask, int maskWidth, int left, int top, int width, int height)
    {
        bool[] cut = new bool[width * height];
        for (int y = 0; y < height; y++)
            mask.AsSpan((top + y) * maskWidth + left, width).CopyTo(cut.AsSpan(y * width));
        return cut.Contains(false) ? cut : null;
    }
}
