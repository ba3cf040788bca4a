using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Marks the object that <see cref="ObjectMask"/> finds as the foreground and blackens the rest. Everything stays
/// foreground where no object stands out.
/// </summary>
internal sealed class ForegroundStep : PreparationStep
{
    public const string Name = "foreground";
    public const string Usage = "foreground[:margin][:bright|:dark|:auto]";

    private readonly int _margin;
    private readonly ObjectTone _tone;

    private ForegroundStep(int margin, ObjectTone tone)
    {
        _margin = margin;
        _tone = tone;
    }

    public override string Text => StepParameters.Join(Name, _margin, ToneName(_tone));

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(2);
        ObjectTone? tone = parameters.Count == 0 ? null : ToneOf(parameters[parameters.Count - 1]);
        if (tone is null && parameters.Count == 2)
            throw parameters.Refuse($"\"{parameters[1]}\" after the margin", "bright, dark or auto");
        int margin = tone is not null && parameters.Count == 1 ? 0 : parameters.Pixels(0, "margin", 0, 0, 10_000);
        return new ForegroundStep(margin, tone ?? ObjectTone.Auto);
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        bool[]? mask = ObjectMask.Find(picture, image.Foreground, _tone, _margin);
        if (mask is null || !mask.Contains(false))
            return image;

        byte[] data = (byte[])picture.Data.Clone();
        int pixelBytes = picture.Channels * picture.BitDepth / 8;
        for (int i = 0; i < mask.Length; i++)
        {
            if (!mask[i])
                data.AsSpan(i * pixelBytes, pixelBytes).Clear();
        }

        return image with
        {
            Picture = new PixelImage(picture.Width, picture.Height, picture.Channels, picture.BitDepth, data),
            Foreground = mask,
        };
    }

    private static ObjectTone? ToneOf(string text) => text switch
    {
        "auto" => ObjectTone.Auto,
        "bright" => ObjectTone.Bright,
        "dark" => ObjectTone.Dark,
        _ => null,
    };

    private static string ToneName(ObjectTone tone) => tone switch
    {
        ObjectTone.Bright => "bright",
        ObjectTone.Dark => "dark",
        _ => "auto",
    };
}
