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
    public PixelImage Triples(IReadOnlyList<float[]> images, IReadOnlyList<float[]> reconstructions) => Triples(
        images, reconstructions,
        i => ResidualMap.Of(images[i], reconstructions[i], spec.Channels).Select(r => r / BrightestResidual));

    /// <summary>Images, the same with made defects, and their labels in colours, as many as of the others.</summary>
    /// <param name="images">At least one; [C, H, W] in [-1,1] each.</param>
    /// <param name="made">As many, in the same order.</param>
    public PixelImage Triples(IReadOnlyList<float[]> images, IReadOnlyList<DefectPicture> made) => Triples(
        images, [.. made.Select(one => one.Pixels)], i => made[i].Labels.Select(label => (double)label));

    // The third of each is a plane of shares of the brightest colour.
    private PixelImage Triples(
        IReadOnlyList<float[]> first, IReadOnlyList<float[]> second, Func<int, IEnumerable<double>> third)
    {
        IEnumerable<PixelImage> triples = first.Select((image, i) => ImageGrid.Compose(
            [ToImage(image), ToImage(second[i]), InColours(third(i))], columns: 3, margin: 0));
        return ImageGrid.Compose([.. triples.Take(TriplesInRow * TriplesInRow)], TriplesInRow, 2 * Margin, Scale);
    }

    private PixelImage ToImage(float[] planar) => PixelTensor.ToImage(planar, spec.Size, spec.Size, spec.Channels);

    private PixelImage InColours(IEnumerable<double> shares)
    {
        byte[] data = new byte[spec.Size * spec.Size * 3];
        foreach ((int i, double share) in shares.Index())
            (data[3 * i], data[3 * i + 1], data[3 * i + 2]) = ColourScale.At(share);
        return new PixelImage(spec.Size, spec.Size, 3, 8, data);
    }
}
