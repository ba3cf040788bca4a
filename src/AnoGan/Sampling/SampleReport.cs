using System.Globalization;

namespace AnoGan.Sampling;

/// <summary>The comparison of generated pictures with training images in words.</summary>
internal static class SampleReport
{
    // Beside a twentieth, which is what new images would have.
    private const double NearOften = 0.25;

    // Beyond this, what is drawn is not like real images yet.
    private const double FarRatio = 1.5;

    /// <summary>Writes some lines.</summary>
    /// <param name="nearest">The comparison.</param>
    /// <param name="output">Where to.</param>
    public static void Write(SampleNearest nearest, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(nearest);
        ArgumentNullException.ThrowIfNull(output);
        string real = nearest.IsHeldOut ? "held-out images from theirs" : "training images from their nearest other "
            + "one";
        output.WriteLine(Line("by pixels", nearest.Pixels, real));
        if (nearest.Features is { } features)
            output.WriteLine(Line("by features", features, real));
        output.WriteLine($"copying      {Verdict(nearest)}");
    }

    /// <summary>The answer to the question whether the generator copies training images.</summary>
    /// <param name="nearest">The comparison.</param>
    public static string Verdict(SampleNearest nearest)
    {
        ArgumentNullException.ThrowIfNull(nearest);
        if (nearest.Pixels.Ratio is not { } pixels)
            return nearest.Pixels.MedianReal is null ? "not judged: there is nothing to compare with" : "not judged: "
                + "the real images repeat each other";
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
        string ratio = facts.Ratio is { } r ? string.Create(CultureInfo.InvariantCulture, $": {r:F2} times as far; "
            + $"{100 * facts.CloserShare:F0} % closer than 95 % of these") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{label,-12} generated pictures lie "
            + $"{facts.MedianGenerated:F4} from their nearest training image (median){beside}{ratio}");
    }
}
