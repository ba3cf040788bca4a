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

    /// <summary>The values of grey levels: -1 for 0, 1 for 255.</summary>
    public static float[] Values(params byte[] levels) => Array.ConvertAll(levels, level => level / 127.5f - 1f);

    /// <summary>The levels of values.</summary>
    public static double[] Levels(float[] values) => Array.ConvertAll(values, value => (value + 1.0) * 127.5);
}
