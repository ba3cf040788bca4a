using System.Diagnostics;
using System.Globalization;
using AnoGan.Images;

namespace AnoGan.Benchmarks;

/// <summary>How long a PNG takes to write: as it is written, beside libvips.</summary>
internal static class PngWriting
{
    private const double RoundSeconds = 0.05, WarmUpSeconds = 1;
    private const int Rounds = 7;

    private static readonly (int Channels, int BitDepth)[] Kinds = [(1, 8), (3, 8), (1, 16)];

    /// <summary>Measures both ways in turns, and writes a line for each picture.</summary>
    /// <param name="sides">Sides of the pictures in pixels.</param>
    /// <param name="threads">How many threads write at once.</param>
    /// <param name="output">Where to write.</param>
    public static void Report(IReadOnlyList<int> sides, IReadOnlyList<int> threads, TextWriter output)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine("side  picture     threads  libvips ms  ImageSharp ms  times  bytes  of libvips  written by");

        // Until both are compiled as well as they get.
        PixelImage first = Drawn(28, 1, 8);
        Round(() => VipsCodec.EncodePng(first), 1, WarmUpSeconds);
        Round(() => ImageSharpCodec.EncodePng(first), 1, WarmUpSeconds);
        foreach (int side in sides)
        {
            foreach ((int channels, int bitDepth) in Kinds)
            {
                PixelImage picture = Drawn(side, channels, bitDepth);
                int before = VipsCodec.EncodePng(picture).Length, after = ImageSharpCodec.EncodePng(picture).Length;
                string writer = picture.Data.Length <= ImageSharpCodec.SmallPngBytes ? "ImageSharp" : "libvips";
                foreach (int count in threads)
                {
                    (double old, double now) = Time(
                        () => VipsCodec.EncodePng(picture), () => ImageSharpCodec.EncodePng(picture), count);
                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{side,4}  {(channels == 1 ? "grey" : "RGB "),-4} {bitDepth,2} bits  {count,7}  "
                            + $"{old * 1000,10:F3}  {now * 1000,13:F3}  {old / now,5:F1}  {after,5}  "
                            + $"{(double)after / before,10:P0}  {writer}"));
                }
            }
        }
    }

    // Seconds a picture, the median over the rounds.
    private static (double Before, double After) Time(Action before, Action after, int threads)
    {
        (List<double> old, List<double> now) = ([], []);
        for (int round = 0; round < Rounds; round++)
        {
            old.Add(Round(before, threads, RoundSeconds));
            now.Add(Round(after, threads, RoundSeconds));
        }

        return (Median.Of(old), Median.Of(now));
    }

    private static double Round(Action write, int threads, double seconds)
    {
        int written = 0;
        var clock = Stopwatch.StartNew();
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            do
            {
                write();
                Interlocked.Increment(ref written);
            }
            while (clock.Elapsed.TotalSeconds < seconds);
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return clock.Elapsed.TotalSeconds / written;
    }

    // Waves with a little noise, as a photograph has.
    private static PixelImage Drawn(int side, int channels, int bitDepth)
    {
        var random = new Random(1);
        float[] planar = new float[channels * side * side];
        for (int i = 0; i < planar.Length; i++)
        {
            (int x, int y, int c) = (i % side, i / side % side, i / (side * side));
            planar[i] = (float)(
                0.5
                + 0.25 * Math.Sin(11.0 * x / side + c)
                + 0.15 * Math.Cos(17.0 * y / side)
                + 0.05 * random.NextDouble());
        }

        return PixelImage.FromUnit(planar, side, side, channels, bitDepth);
    }
}
