using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// How many images are best searched together: as few as are about as fast as any other number that fits into memory.
/// </summary>
internal static class BatchChoice
{
    private const int Largest = 1024, Steps = 3;

    // Smaller batches answer sooner and waste less at the end, so a larger one must be worth it.
    private const double LeastGain = 0.05;

    // Of the memory that is there; on a GPU, whose memory libtorch does not tell, of the computer's own.
    private const double MostOfMemory = 0.25;

    /// <summary>
    /// Times searches of a few steps, from 16 images up, as long as twice as many are faster by the image.
    /// </summary>
    /// <param name="networks">Frozen networks on the device.</param>
    /// <param name="spec">Their shapes.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="device">Where the networks are.</param>
    /// <returns>Seconds of one step of one image by batch size, ascending; at least one.</returns>
    public static IReadOnlyList<(int Batch, double Seconds)> Measure(
        TrainedNetworks networks, NetworkSpec spec, SearchOptions options, Device device)
    {
        double memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * MostOfMemory;
        var measured = new List<(int Batch, double Seconds)>();
        for (
            int batch = ImageGenerator.RowUnit;
            batch <= Largest && (measured.Count == 0 || batch * BytesOf(spec) <= memory);
            batch *= 2)
        {
            try
            {
                measured.Add((batch, Seconds(networks, spec, options with { Batch = batch }, device)));
            }
            catch (ExternalException) when (measured.Count > 0)
            {
                break; // libtorch's way to say that there is no more memory
            }

            // Not after the first that is no faster: it may have been disturbed.
            if (measured.Count > 2 && measured[^3..].MinBy(m => m.Seconds).Batch == measured[^3].Batch)
                break;
        }

        return measured;
    }

    /// <summary>The smallest batch that is hardly slower than the fastest.</summary>
    /// <param name="measured">As <see cref="Measure"/> gives it.</param>
    public static int Of(IReadOnlyList<(int Batch, double Seconds)> measured) =>
        measured.First(m => m.Seconds <= measured.Min(other => other.Seconds) * (1 + LeastGain)).Batch;

    /// <summary>
    /// About what the search of one image keeps in memory: all activations of both networks, and their gradients.
    /// </summary>
    /// <param name="spec">The shapes.</param>
    public static long BytesOf(NetworkSpec spec)
    {
        long activations = spec.Sides.Zip(spec.ChannelsBySide, (side, channels) => (long)side * side * channels).Sum();
        return activations * sizeof(float) * 2 * 4; // two networks; before and after the ReLU, and the gradient of each
    }

    private static double Seconds(TrainedNetworks networks, NetworkSpec spec, SearchOptions options, Device device)
    {
        using var batch = new SearchBatch(networks, spec, options with { Steps = 1000, Plateau = 0 }, device);
        float[] image = new float[spec.Channels * spec.Size * spec.Size], start = new float[spec.Latent];
        batch.Enter([.. Enumerable.Range(0, options.Batch).Select(i => new SearchTask(i, image, start))]);
        batch.Advance();
        double least = double.PositiveInfinity;
        for (int step = 0; step < Steps; step++)
        {
            var clock = Stopwatch.StartNew();
            batch.Advance();
            if (device.type == DeviceType.CUDA)
                cuda.synchronize(device);
            least = Math.Min(least, clock.Elapsed.TotalSeconds);
        }

        return least / options.Batch;
    }
}
