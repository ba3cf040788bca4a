using AnoGan.Data;
using AnoGan.Imaging;
using AnoGan.Scoring;

namespace AnoGan.Reporting;

/// <summary>The pictures of one scored image, all at its original resolution.</summary>
public static class ScorePictures
{
    // Where the fit cropped a picture nothing was compared; a value that no residual takes marks those pixels.
    private const float NotCompared = -1;
    private const byte NotComparedGrey = 96;

    /// <summary>|x - G(z)| in colours; pixels that were cropped away are grey.</summary>
    /// <param name="image">A scored image without error.</param>
    /// <param name="scale">The residual, in [0,1] units, that gets the brightest colour.</param>
    public static PixelImage Heatmap(ScoredImage image, double scale)
    {
        float[] map = Residuals(image, out FitGeometry geometry);
        byte[] data = new byte[map.Length * 3];
        for (int i = 0; i < map.Length; i++)
        {
            (data[3 * i], data[3 * i + 1], data[3 * i + 2]) = map[i] == NotCompared
                ? (NotComparedGrey, NotComparedGrey, NotComparedGrey)
                : ColourScale.At(map[i] / scale);
        }

        return new PixelImage(geometry.Width, geometry.Height, 3, 8, data);
    }

    /// <summary>The picture in grey, covered by the heatmap's colours the more the larger the residual is.</summary>
    /// <param name="image">A scored image without error.</param>
    /// <param name="original">The picture as decoded.</param>
    /// <param name="scale">The residual, in [0,1] units, that gets the brightest colour.</param>
    public static PixelImage Overlay(ScoredImage image, PixelImage original, double scale)
    {
        ArgumentNullException.ThrowIfNull(original);
        float[] map = Residuals(image, out FitGeometry geometry);
        if (original.Width != geometry.Width || original.Height != geometry.Height)
            throw new AnoGanException($"{image.File.FullPath}: changed from {geometry.Width}×{geometry.Height} to {original.Width}×{original.Height} pixels while it was scored; score again");

        float[] grey = new float[map.Length];
        PixelConversion.ToGrey(original).CopyToUnit(grey);
        byte[] data = new byte[map.Length * 3];
        for (int i = 0; i < map.Length; i++)
        {
            double value = map[i] == NotCompared ? 0 : Math.Min(map[i] / scale, 1);
            (byte red, byte green, byte blue) = ColourScale.At(value);
            data[3 * i] = Cover(grey[i], red, value);
            data[3 * i + 1] = Cover(grey[i], green, value);
            data[3 * i + 2] = Cover(grey[i], blue, value);
        }

        return new PixelImage(geometry.Width, geometry.Height, 3, 8, data);
    }

    /// <summary>G(z); pixels that were cropped away are black.</summary>
    /// <param name="image">A scored image without error.</param>
    public static PixelImage Reconstruction(ScoredImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        FitGeometry geometry = image.Geometry ?? throw new ArgumentException("an image with an error has no pictures", nameof(image));
        int channels = image.Generated.Length / image.ResidualMap.Length;
        float[] values = geometry.Restore(image.Generated, channels, outside: -1);
        return PixelTensor.ToImage(values, geometry.Width, geometry.Height, channels);
    }

    private static float[] Residuals(ScoredImage image, out FitGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(image);
        geometry = image.Geometry ?? throw new ArgumentException("an image with an error has no pictures", nameof(image));
        return geometry.Restore(image.ResidualMap, 1, NotCompared);
    }

    private static byte Cover(float grey, byte colour, double share) => (byte)Math.Round(grey * 255 * (1 - share) + colour * share);
}
