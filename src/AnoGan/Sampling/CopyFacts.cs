using AnoGan.Method;

namespace AnoGan.Sampling;

/// <summary>
/// How far generated pictures are from their nearest training image, beside how far real images are from theirs.
/// </summary>
/// <param name="MedianGenerated">Median distance of the generated pictures.</param>
/// <param name="MedianReal">Median distance of the real images; null where there were none to compare with.</param>
/// <param name="Ratio">
/// The first over the second: near 0 where generated pictures are copies, near 1 where they are as far from training
/// images as new images are. Null where the real images repeat each other or there were none.
/// </param>
/// <param name="CloserShare">
/// Share of the generated pictures that are closer than 95 % of the real images: 0.05 is what new images would have.
/// </param>
internal sealed record CopyFacts(double MedianGenerated, double? MedianReal, double? Ratio, double? CloserShare)
{
    /// <summary>A ratio below this means that the generator repeats training images.</summary>
    public const double CopyRatio = 0.5;

    private const double CloserQuantile = 0.05;

    /// <summary>Compares distances.</summary>
    /// <param name="generated">Of each generated picture to its nearest training image; at least one.</param>
    /// <param name="real">Of each real image to its nearest other training image.</param>
    /// <param name="least">The least median of real images that is more than rounding.</param>
    public static CopyFacts Of(IReadOnlyList<double> generated, IReadOnlyList<double> real, double least)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(real);
        double medianGenerated = Quantile.Of([.. generated.Order()], 0.5);
        if (real.Count == 0)
            return new CopyFacts(medianGenerated, MedianReal: null, Ratio: null, CloserShare: null);
        double[] ascending = [.. real.Order()];
        double medianReal = Quantile.Of(ascending, 0.5), close = Quantile.Of(ascending, CloserQuantile);
        return medianReal < least
            ? new CopyFacts(medianGenerated, medianReal, Ratio: null, CloserShare: null)
            : new CopyFacts(
                medianGenerated, medianReal, medianGenerated / medianReal,
                generated.Count(distance => distance < close) / (double)generated.Count);
    }
}
