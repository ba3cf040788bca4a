using System.Globalization;
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

/// <summary>The comparison of generated pictures with training images in words.</summary>
internal static class SampleReport
{
    // Beside a twentieth, which is what new images would have.
    private const double NearOften = 0.25;

    // Beyond this, what is drawn is not like real images yet.
    private const double FarRatio = 1.5;

    /// <summary>Writes some lines.</summary>
    public static void Write(SampleNearest nearest, TextWriter output)
    {
        string real = nearest.IsHeldOut
            ? "held-out images from theirs"
            : "training images from their nearest other one";
        output.WriteLine(Line("by pixels", nearest.Pixels, real));
        if (nearest.Features is { } features)
            output.WriteLine(Line("by features", features, real));
        output.WriteLine($"copying      {Verdict(nearest)}");
    }

    /// <summary>The answer to the question whether the generator copies training images.</summary>
    public static string Verdict(SampleNearest nearest)
    {
        if (nearest.Pixels.Ratio is not { } pixels)
        {
            return nearest.Pixels.MedianReal is null
                ? "not judged: there is nothing to compare with"
                : "not judged: the real images repeat each other";
        }

        double least = Math.Min(pixels, nearest.Features?.Ratio ?? pixels);
        if (least < CopyFacts.CopyRatio)
            return "yes: generated pictures lie far closer to training images than other real images do; look at "
                + "nearest.png; more training images or fewer --steps help";
        if (nearest.Pixels.CloserShare > NearOften || nearest.Features?.CloserShare > NearOften)
            return "unclear: many generated pictures lie as close to a training image as only few real images do; "
                + "look at nearest.png";
        return least > FarRatio
            ? "no: generated pictures lie farther from training images than other real images do; they are not as "
                + "real as these either: more --steps or --width may help"
            : "no sign of it: generated pictures lie about as far from training images as other real images do";
    }

    private static string Line(string label, CopyFacts facts, string real)
    {
        string beside = facts.MedianReal is { } median ? FormattableString.Invariant($", {real} {median:F4}") : "";
        string ratio = facts.Ratio is { } times
            ? string.Create(CultureInfo.InvariantCulture, $": {times:F2} times as far; "
                + $"{100 * facts.CloserShare:F0} % closer than 95 % of these")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{label,-12} generated pictures lie "
            + $"{facts.MedianGenerated:F4} from their nearest training image (median){beside}{ratio}");
    }
}
