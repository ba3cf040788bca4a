namespace AnoGan.Demo;

/// <summary>How large defects are drawn.</summary>
/// <param name="Scale">Factor on their lengths.</param>
/// <param name="PixelWidth">One pixel in half picture widths, below which nothing could be seen.</param>
internal readonly record struct DefectSize(double Scale, double PixelWidth)
{
    /// <summary>A scaled length that is at least the given number of pixels.</summary>
    public double Of(double length, double minimumPixels) => Math.Max(length * Scale, minimumPixels * PixelWidth);
}
