using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Training;

/// <summary>The sheets of pictures by which people judge a training.</summary>
/// <param name="spec">The networks' shapes.</param>
internal sealed class TrainingSheets(NetworkSpec spec)
{
    /// <summary>
    /// The residual, in [0,1] units, that gets the brightest colour: the same for every step, so that steps can be
    /// compared.
    /// </summary>
    public const double BrightestResidual = 0.5;

    private const int MostColumns = 8, MostTriplesInRow = 4, Margin = 2;

    // Small pictures are enlarged to about so many pixels; of large ones there are fewer, that sheets stay below so
    // many.
    private const int LeastSide = 64, MostPixels = 1024;

    private int Scale => Math.Max(1, LeastSide / spec.Size);

    private int Columns => Math.Clamp(MostPixels / spec.Size, 1, MostColumns);

    private int TriplesInRow => Math.Clamp(Columns / 2, 1, MostTriplesInRow);

    /// <summary>Pictures in up to 8 rows of up to 8: the first ones, where pictures are above 128 pixels.</summary>
    /// <param name="pictures">At least one; [C, H, W] in [-1,1] each.</param>
    public PixelImage Grid(IReadOnlyList<float[]> pictures) =>
        ImageGrid.Compose([.. pictures.Take(Columns * Columns).Select(ToImage)], Columns, Margin, Scale);

    /// <summary>
    /// Images, their reconstructions and the residuals in colours, side by side: up to 4 rows of up to 4, the first
    /// ones where pictures are above 128 pixels.
    /// </summary>
    /// <param name="images">At least one; [C, H, W] in [-1,1] each.</param>
    /// <param name="reconstructions">As many, in the same order and of the same shape.</param>
    public PixelImage Triples(IReadOnlyList<float[]> images, IReadOnlyList<float[]> reconstructions)
    {
        IEnumerable<PixelImage> triples = images.Zip(
            reconstructions,
            (image, reconstruction) =>
                ImageGrid.Compose(
                    [ToImage(image), ToImage(reconstruction), Residual(image, reconstruction)], columns: 3, margin: 0));
        return ImageGrid.Compose([.. triples.Take(TriplesInRow * TriplesInRow)], TriplesInRow, 2 * Margin, Scale);
    }

    private PixelImage ToImage(float[] planar) => PixelTensor.ToImage(planar, spec.Size, spec.Size, spec.Channels);

    private PixelImage Residual(float[] image, float[] reconstruction)
    {
        float[] map = ResidualMap.Of(image, reconstruction, spec.Channels);
        byte[] data = new byte[map.Length * 3];
        for (int i = 0; i < map.Length; i++)
            (data[3 * i], data[3 * i + 1], data[3 * i + 2]) = ColourScale.At(map[i] / BrightestResidual);
        return new PixelImage(spec.Size, spec.Size, 3, 8, data);
    }
}
