using AnoGan.Data;

namespace AnoGan.Runs;

/// <summary>Which normal images train and which are kept back to calibrate.</summary>
/// <param name="Training">Indices of the training images, ascending.</param>
/// <param name="HeldOut">Indices of the images kept back, ascending; empty where there are too few.</param>
public sealed record HeldOutSplit(IReadOnlyList<int> Training, IReadOnlyList<int> HeldOut)
{
    /// <summary>The least number of images that is worth keeping back.</summary>
    public const int MinHeldOut = 20;

    /// <summary>The most images that are kept back; more would not make the calibration noticeably better.</summary>
    public const int MaxHeldOut = 500;

    /// <summary>
    /// Keeps back a share at random, raised to <see cref="MinHeldOut"/> where that leaves twice as many for training,
    /// cut to <see cref="MaxHeldOut"/>. With fewer than 60 images none is kept back.
    /// </summary>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="share">0 to 0.5; 0 keeps none back.</param>
    /// <param name="seed">Same seed, same split.</param>
    public static HeldOutSplit Draw(int count, double share, ulong seed)
    {
        int heldOut = Math.Min(Math.Max((int)Math.Round(count * share), MinHeldOut), MaxHeldOut);
        if (share == 0 || count < 3 * MinHeldOut)
            heldOut = 0;

        int[] order = new EpochOrder(count, seed).Next(count);
        return new HeldOutSplit([.. order[heldOut..].Order()], [.. order[..heldOut].Order()]);
    }
}
