using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Marks the object that <see cref="ObjectMask"/> finds as the foreground and blackens the rest. Everything stays
/// foreground where no object stands out.
/// </summary>
internal sealed class ForegroundStep(int margin, ObjectTone tone) : PreparationStep
{
    public const string Name = "foreground";
    public const string Usage = "foreground[:margin][:bright|:dark|:auto]";

    public override string Text => StepParameters.Join(Name, margin, ChoiceText.Words<ObjectTone>()[(int)tone]);

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(2);
        ObjectTone tone = ObjectTone.Auto;
        bool hasTone = parameters.Count > 0 && ChoiceText.TryRead(parameters[parameters.Count - 1], out tone);
        if (!hasTone && parameters.Count == 2)
            throw parameters.Refuse($"\"{parameters[1]}\" after the margin", "bright, dark or auto");
        int margin = hasTone && parameters.Count == 1 ? 0 : parameters.Pixels(0, "margin", 0, 0, 10_000);
        return new ForegroundStep(margin, tone);
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        bool[]? mask = ObjectMask.Find(picture, image.Foreground, tone, margin);
        if (mask is null || !mask.Contains(false))
            return image;

        return image with { Picture = RegionMask.Blacken(picture, mask), Foreground = mask };
    }
}
