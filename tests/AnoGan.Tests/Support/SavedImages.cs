using AnoGan.Data;
using AnoGan.Images;

namespace AnoGan.Tests.Support;

/// <summary>Sets of pictures that a test made.</summary>
internal static class SavedImages
{
    /// <summary>Saves pictures of one size under numbered names and loads them as they are.</summary>
    public static ImageSet Load(TempFolder folder, params PixelImage[] pictures)
    {
        for (int i = 0; i < pictures.Length; i++)
            ImageCodec.WritePng(folder[$"saved/{i:D3}.png"], pictures[i]);
        return ImageSet.Load(
            ImageFolder.List(Path.Combine(folder.Path, "saved")), new ImageSetOptions { Size = pictures[0].Width });
    }

    /// <summary>One picture of a set, with the set's channels.</summary>
    public static PixelImage Square(this ImageSet set, int index)
    {
        PixelImage picture = set.Picture(index).Picture;
        return set.Channels == 3 ? PixelConversion.ToRgb(picture) : picture;
    }

    /// <summary>Which of its pixels belong to the object; null where all do.</summary>
    public static bool[]? Foreground(this ImageSet set, int index) => set.Picture(index).Foreground;

    /// <summary>The hash of its pixels and foreground.</summary>
    public static byte[] PixelHash(this ImageSet set, int index) =>
        ContentHash.Of(set.Picture(index).Picture, set.Picture(index).Foreground);

    /// <summary>The values of grey levels: -1 for 0, 1 for 255.</summary>
    public static float[] Values(params byte[] levels) => Array.ConvertAll(levels, level => level / 127.5f - 1f);

    /// <summary>The levels of values.</summary>
    public static double[] Levels(float[] values) => Array.ConvertAll(values, value => (value + 1.0) * 127.5);
}
