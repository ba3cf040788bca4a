using AnoGan.Data;
using AnoGan.Imaging;
using AnoGan.Scoring;

namespace AnoGan.Reporting;

/// <summary>The pictures of one scored image, all at its original resolution.</summary>
public sealed class ScorePictures
{
    // Where the fit cropped a picture nothing was compared; a value that no residual takes marks those pixels.
    private const float NotCompared = -1;
    private const byte NotComparedGrey = 96;

    private readonly ScoredImage _image;
    private readonly FitGeometry _geometry;
    private readonly double _scale;
    private readonly float[] _residuals;

    /// <summary>Brings the residuals back to the original resolution.</summary>
    /// <param name="image">A scored image without error.</param>
    /// <param name="scale">The residual, in [0,1] units, that gets the brightest colour.</param>
    /// <exception cref="ArgumentException">The image has an error.</exception>
    public ScorePictures(ScoredImage image, double scale)
    {
        ArgumentNullException.ThrowIfNull(image);
        _image = image;
        _geometry = image.Geometry ?? throw new ArgumentException("an image with an error has no pictures", nameof(image));
        _scale = scale;
        _residuals = _geometry.Restore(image.ResidualMap, 1, NotCompared);
    }

    /// <summary>|x - G(z)| in colours; pixels that were cropped away are grey.</summary>
    public PixelImage Heatmap()
    {
        byte[] data = new byte[_residuals.Length * 3];
        for (int i = 0; i < _residuals.Length; i++)
        {
            (data[3 * i], data[3 * i + 1], data[3 * i + 2]) = _residuals[i] == NotCompared
                ? (NotComparedGrey, NotComparedGrey, NotComparedGrey)
                : ColourScale.At(_residuals[i] / _scale);
        }

        return new PixelImage(_geometry.Width, _geometry.Height, 3, 8, data);
    }

    /// <summary>The picture in grey, covered by the heatmap's colours the more the larger the residual is.</summary>
    /// <param name="original">The picture as decoded.</param>
    /// <exception cref="AnoGanException">The picture has another size than when it was scored.</exception>
    public PixelImage Overlay(PixelImage original)
    {
        ArgumentNullException.ThrowIfNull(original);
        if (original.Width != _geometry.Width || original.Height != _geometry.Height)
            throw new AnoGanException($"{_image.File.FullPath}: changed from {_geometry.Width}×{_geometry.Height} to {original.Width}×{original.Height} pixels while it was scored; score again");

        float[] grey = new float[_residuals.Length];
        PixelConversion.ToGrey(original).CopyToUnit(grey);
        byte[] data = new byte[_residuals.Length * 3];
        for (int i = 0; i < _residuals.Length; i++)
        {
            double value = _residuals[i] == NotCompared ? 0 : Math.Min(_residuals[i] / _scale, 1);
            (byte red, byte green, byte blue) = ColourScale.At(value);
            data[3 * i] = Cover(grey[i], red, value);
            data[3 * i + 1] = Cover(grey[i], green, value);
            data[3 * i + 2] = Cover(grey[i], blue, value);
        }

        return new PixelImage(_geometry.Width, _geometry.Height, 3, 8, data);
    }

    /// <summary>|x - G(z)| as numbers: 16 bits of grey, 65,535 for a residual of 1 or more; pixels that were cropped away are 0.</summary>
    public PixelImage Map() => PixelImage.FromUnit(_residuals, _geometry.Width, _geometry.Height, 1, bitDepth: 16);

    /// <summary>G(z); pixels that were cropped away are black.</summary>
    public PixelImage Reconstruction()
    {
        int channels = _image.Generated.Length / _image.ResidualMap.Length;
        float[] values = _geometry.Restore(_image.Generated, channels, outside: -1);
        return PixelTensor.ToImage(values, _geometry.Width, _geometry.Height, channels);
    }

    private static byte Cover(float grey, byte colour, double share) => (byte)Math.Round(grey * 255 * (1 - share) + colour * share);
}
