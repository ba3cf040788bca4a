using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Preparing;

public sealed class FlattenLightStepTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Gives_what_the_formula_says(int channels, bool hasGround)
    {
        const int Width = 11, Height = 8;
        var random = new SeededRandom(5);
        byte[] samples = new byte[Width * Height * channels];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (byte)random.NextInt32(256);
        bool[]? foreground = hasGround ? [.. Enumerable.Range(0, Width * Height).Select(i => i % 5 != 0)] : null;
        var image = new PreparedImage(
            new PixelImage(Width, Height, channels, 8, samples), foreground, PreparedGeometry.Identity(Width, Height));

        ushort[] words = TinyImages.Words(StepCatalogue.Parse("flatten-light:2:3").Apply(image, "a.png").Picture);

        double[] v = new double[samples.Length];
        for (int c = 0; c < channels; c++)
        {
            double[] logs =
            [
                .. Enumerable.Range(0, Width * Height).Select(i => Math.Log((samples[i * channels + c] + 1) / 255.0)),
            ];
            double[] light = WindowSums.Mean(logs, Width, 2, foreground);
            for (int i = 0; i < logs.Length; i++)
                v[i * channels + c] = logs[i] - light[i];
        }

        double[] counted = [.. v.Where((_, i) => foreground?[i / channels] ?? true)];
        double median = LowerMedian(counted);
        double deviation = 1.4826 * LowerMedian([.. counted.Select(value => Math.Abs(value - median))]);
        for (int i = 0; i < v.Length; i++)
        {
            bool isObject = foreground?[i / channels] ?? true;
            double expected = isObject ? Math.Clamp(0.5 + v[i] / (2 * 3 * deviation), 0, 1) * 65535 : 0;
            Assert.Equal(expected, words[i], tolerance: 3);
        }
    }

    [Fact]
    public void Takes_out_a_slow_change_of_light_and_keeps_a_scratch()
    {
        // Light falls from 60,000 to about 16,000 across 200 columns; the scratch at column 100 takes a tenth of it.
        ushort[] samples = new ushort[200 * 40];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (ushort)(60_000 * Math.Exp(-i % 200 / 150.0) * (i % 200 == 100 ? 0.9 : 1));

        ushort[] words = TinyImages.Words(
            Preparation.Parse("flatten-light:8").Apply(TinyImages.Grey16(200, 40, samples), "a").Picture);

        // Inside, far from the border and from the scratch, nothing is left of the fall.
        Assert.All(Enumerable.Range(30, 40), x => Assert.InRange(words[20 * 200 + x], 32768 - 2500, 32768 + 2500));
        Assert.Equal(0, words[20 * 200 + 100]);
    }

    [Fact]
    public void Leaves_differences_below_half_a_per_cent_small()
    {
        // One level of 65,536 in the middle of an even picture is far less than the least deviation.
        ushort[] samples = new ushort[21 * 21];
        Array.Fill(samples, (ushort)40_000);
        samples[10 * 21 + 10]++;

        ushort[] words = TinyImages.Words(
            Preparation.Parse("flatten-light:4").Apply(TinyImages.Grey16(21, 21, samples), "a").Picture);

        Assert.All(words, word => Assert.InRange(word, 32768 - 60, 32768 + 60));
    }

    private static double LowerMedian(double[] values) => values.Order().ElementAt((values.Length - 1) / 2);
}
