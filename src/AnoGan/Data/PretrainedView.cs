using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>A whole picture as a pretrained network sees it, at a resolution of its own.</summary>
/// <param name="Picture">Square, of a side that is a multiple of 16.</param>
/// <param name="Counts">Which positions of the features show something of the picture, and of its object.</param>
internal sealed record PretrainedView(PixelImage Picture, bool[] Counts)
{
    /// <summary>Fits a prepared picture.</summary>
    /// <param name="prepared">The picture, not fitted yet.</param>
    /// <param name="fit">As for the networks' square; a picture that is cut into tiles is padded.</param>
    /// <param name="size">Side of the view in pixels.</param>
    public static PretrainedView Of(PreparedImage prepared, FitMode fit, int size)
    {
        PixelImage picture = prepared.Picture;
        int side = size / PretrainedFeatures.Stride;
        var positions = FitGeometry.For(picture.Width, picture.Height, side, fit);
        bool[] counts = new bool[side * side];
        for (int y = 0; y < positions.InnerHeight; y++)
            Array.Fill(counts, true, (positions.InnerTop + y) * side + positions.InnerLeft, positions.InnerWidth);
        if (prepared.Foreground is { } foreground)
        {
            byte[] levels = Array.ConvertAll(foreground, isObject => isObject ? byte.MaxValue : byte.MinValue);
            byte[] coverage = positions.Apply(new PixelImage(picture.Width, picture.Height, 1, 8, levels)).Data;
            bool[] shown = [.. counts.Select((inside, p) => inside && coverage[p] >= 128)];
            counts = shown.Contains(true) ? shown : counts; // an object smaller than a position
        }

        return new PretrainedView(
            FitGeometry.For(picture.Width, picture.Height, size, fit).Apply(picture), counts);
    }

    /// <summary>[3, size, size], red, green, blue in [-1,1]; of a grey picture three times the same.</summary>
    public float[] Pixels
    {
        get
        {
            float[] values = new float[3 * Picture.Width * Picture.Height];
            PixelTensor.Fill(Picture, 3, values);
            return values;
        }
    }
}
