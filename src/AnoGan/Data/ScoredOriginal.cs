namespace AnoGan.Data;

/// <summary>What holds for the picture of a file that is to be scored, whole or by tiles.</summary>
internal static class ScoredOriginal
{
    // Originals of up to a megapixel are kept for their overlays; larger ones are read a second time.
    private const long MaxKeptPixels = 1 << 20;

    /// <summary>Whether the picture is kept until its overlay is made.</summary>
    /// <param name="width">Width of the picture in the file, in pixels.</param>
    /// <param name="height">Height of the picture in the file, in pixels.</param>
    public static bool IsKept(int width, int height) => (long)width * height <= MaxKeptPixels;

    /// <summary>Refuses a colour picture where none was trained on and only grey is compared.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isColour">Whether the picture's channels differ.</param>
    /// <param name="channels">What is compared: 1 (grey) or 3 (RGB).</param>
    /// <param name="isTrainedOnGrey">Whether no picture trained on was in colour.</param>
    /// <exception cref="AnoGanException">It is in colour, and the model knows grey alone.</exception>
    public static void RefuseColour(string path, bool isColour, int channels, bool isTrainedOnGrey)
    {
        if (channels == 1 && isColour && isTrainedOnGrey)
            throw new AnoGanException($"{path}: a colour picture, but the training images are grey (1 channel); "
                + "convert it to grey, or train with --channels 3 on colour pictures");
    }
}
