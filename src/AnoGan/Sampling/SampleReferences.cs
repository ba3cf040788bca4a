using AnoGan.Baselines;
using AnoGan.Data;

namespace AnoGan.Sampling;

/// <summary>What generated pictures are compared with.</summary>
/// <param name="Training">The training images, or tiles of them, one a row.</param>
/// <param name="Groups">Of each row a number that rows of the same picture share.</param>
/// <param name="Files">Of each row the file that it came from.</param>
/// <param name="Real">
/// Real images that say how far a new image is from its nearest training image: [C, H, W] in [-1,1] each.
/// </param>
/// <param name="RealGroups">Of each of these the group that it belongs to itself; -1 where it was held out.</param>
/// <param name="IsHeldOut">Whether these were held out of training.</param>
internal sealed record SampleReferences(
    ImageRows Training, IReadOnlyList<int> Groups, IReadOnlyList<ImageFile> Files, IReadOnlyList<float[]> Real,
    int[] RealGroups, bool IsHeldOut)
{
    /// <summary>The most <see cref="Real"/>: more would not make a median noticeably better.</summary>
    public const int MaxReal = 200;

    /// <summary>Some of many, spread evenly.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="most">How many at most are taken.</param>
    public static int[] Spread(int count, int most) =>
        [.. Enumerable.Range(0, Math.Min(count, most)).Select(i => (int)((long)i * count / Math.Min(count, most)))];
}
