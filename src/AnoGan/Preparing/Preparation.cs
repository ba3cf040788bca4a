using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// What is done with every picture before it is fitted or cut into patches, the same in training and in scoring: what
/// lies outside of the region of interest is made black, then it is resized as a whole and goes through the steps in
/// their order. Equal pictures give equal bits.
/// </summary>
public sealed record Preparation
{
    private const int GreatestLongSide = 1 << 16, MaximumSteps = 32;

    /// <summary>Pictures stay as they are.</summary>
    public static Preparation None { get; } = new();

    /// <summary>
    /// How each step is written on the command line, such as "crop[:margin]"; what is in brackets may be left out.
    /// </summary>
    public static IReadOnlyList<string> KnownSteps => StepCatalogue.Usages;

    /// <summary>
    /// The factor both sides are shrunk by, 0.01 to 1; null for none. Not with <see cref="LongSide"/>.
    /// </summary>
    [NumberRange(0.01, 1)]
    public double? Scale { get; init; }

    /// <summary>
    /// The length in pixels, 1 to 65,536, that the longer side is shrunk to where it is longer; null for none. Not with
    /// <see cref="Scale"/>.
    /// </summary>
    [NumberRange(1, GreatestLongSide)]
    public int? LongSide { get; init; }

    /// <summary>The part of every picture that counts; null for all of it.</summary>
    public RegionOfInterest? Roi { get; init; }

    /// <summary>The steps in their order, each with all its parameters, such as "percentiles:1:99".</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Whether a step spreads the levels of the files over the whole range.</summary>
    internal bool MakesLevels => Steps.Any(step => StepCatalogue.Parse(step).MakesLevels);

    /// <summary>Reads the steps as a user writes them.</summary>
    /// <param name="steps">
    /// Steps separated by commas, their parameters after colons, such as "crop,percentiles:2:98".
    /// </param>
    /// <param name="scale">The factor both sides are shrunk by, 0.01 to 1; null for none.</param>
    /// <param name="longSide">The length in pixels that the longer side is shrunk to; null for none.</param>
    /// <exception cref="AnoGanException">
    /// A step is unknown or a value out of range, or both sizes are given.
    /// </exception>
    public static Preparation Parse(string steps, double? scale = null, int? longSide = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var preparation = new Preparation
        {
            Scale = scale,
            LongSide = longSide,
            Steps = [.. steps.Split(',').Select(step => StepCatalogue.Parse(step).Text)],
        };
        preparation.Validate();
        return preparation;
    }

    /// <summary>Checks every range and every step.</summary>
    /// <exception cref="AnoGanException">Names the option, what was found and what was expected.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        if (Scale is not null && LongSide is not null)
            throw AnoGanException.Of(nameof(Scale), $": found together with --long-side {LongSide}, expected one of "
                + "them; leave one out");
        if (Steps.Count > MaximumSteps)
            throw AnoGanException.Of(nameof(Preparation), $": found {Steps.Count} steps, expected at most "
                + $"{MaximumSteps}; leave some out");
        Roi?.Validate();
        PreparationStep? maker = null;
        foreach (string? text in Steps)
        {
            PreparationStep step = StepCatalogue.Parse(text ?? ""); // what a model says may be null
            if (step is RangeStep && maker is not null)
                throw StepCatalogue.Refuse(step.Text, $"it after {maker.Text}, which makes other levels of those of "
                    + "the file", "it before");
            maker = step.MakesLevels ? step : maker;
        }
    }

    /// <summary>Prepares one picture.</summary>
    /// <param name="source">The picture as it is in its file; it is not changed.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="own">The picture's own mask; null for that of all pictures, if there is one.</param>
    /// <returns>The picture for the networks: the source itself, not a copy, where nothing is to be done.</returns>
    /// <exception cref="AnoGanException">
    /// A step is unknown or a value out of range, or the prepared picture would have more than
    /// <see cref="ImageCodec.MaximumPixels"/> pixels.
    /// </exception>
    internal PreparedImage Apply(PixelImage source, string path, RegionMask? own = null)
    {
        Validate();

        RegionMask? region = own ?? Roi?.Mask;
        if (region is not null)
            source = region.Blacken(source, path);
        (int width, int height) = ScaledSize(source.Width, source.Height);
        PixelImage scaled =
            width == source.Width && height == source.Height ? source : ImageCodec.Resize(source, width, height);
        bool[]? counts = region?.At(width, height);
        if (counts is not null && scaled != source)
            scaled = RegionMask.Blacken(scaled, counts);
        var prepared = new PreparedImage(
            scaled, counts, PreparedGeometry.Scaled(source.Width, source.Height, width, height));
        foreach (string step in Steps)
            prepared = StepCatalogue.Parse(step).Apply(prepared, path);
        return prepared;
    }

    /// <summary>Whether both stand for the same sizes and the same steps.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(Preparation? other) =>
        other is not null && Scale == other.Scale && LongSide == other.LongSide && Roi == other.Roi
        && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Scale, LongSide, Steps.Count, Steps.Count > 0 ? Steps[0] : null);

    /// <summary>The steps as <see cref="Parse"/> reads them; empty where there are none.</summary>
    public override string ToString() => string.Join(',', Steps);

    /// <summary>Of a picture of a longer side the longer side once it is shrunk, before the steps.</summary>
    internal int LongerSideOf(int longerSide) => ScaledSize(longerSide, longerSide).Width;

    private (int Width, int Height) ScaledSize(int width, int height)
    {
        int longer = Math.Max(width, height);
        double factor = Scale ?? (LongSide < longer ? (double)LongSide.Value / longer : 1);
        return (Scaled(width, factor), Scaled(height, factor));
    }

    private static int Scaled(int side, double factor) =>
        Math.Max(1, (int)Math.Round(side * factor, MidpointRounding.AwayFromZero));
}

/// <summary>
/// A picture as the networks are to see it, at its own or a reduced resolution, before it is fitted or cut into
/// patches.
/// </summary>
/// <param name="Picture">8 or 16 bits a sample, 1 or 3 channels.</param>
/// <param name="Foreground">
/// Of each pixel of the picture, rows from top to bottom, whether it belongs to the object; null where all do. What
/// lies outside has level 0 in the picture and counts neither in residuals nor in scores.
/// </param>
/// <param name="Geometry">Where its pixels lie in the file's picture.</param>
internal sealed record PreparedImage(PixelImage Picture, bool[]? Foreground, PreparedGeometry Geometry)
{
    /// <summary>
    /// How the prepared picture was then fitted to the square that <see cref="Picture"/> and <see cref="Foreground"/>
    /// are of; null where it was not.
    /// </summary>
    public FitGeometry? Fit { get; init; }
}
