namespace AnoGan.Results;

/// <summary>How large the small pictures of one image may be.</summary>
/// <param name="Side">Side in pixels of the square that each of them fits in, at least 1.</param>
/// <param name="MostBytes">
/// The most bytes that they take together: what does not compress so far loses quality, then pixels.
/// </param>
internal sealed record StripSize(int Side, int MostBytes)
{
    // As much as a report of the most images embeds of each, and what all together may come to beside a large one.
    private const int MostOfOne = 55_000, LeastOfOne = 3_000, MostOfAll = 90_000_000;

    /// <summary>
    /// The size for a run: smaller the more images there are, so that up to 30,000 take no more than 90 MB.
    /// </summary>
    /// <param name="images">Images of the run, at least 1.</param>
    public static StripSize For(int images) => new(
        images switch { <= 1_000 => 160, <= 10_000 => 96, _ => 64 },
        Math.Clamp(MostOfAll / Math.Max(images, 1), LeastOfOne, MostOfOne));
}
