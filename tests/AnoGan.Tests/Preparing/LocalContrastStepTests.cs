using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Preparing;

public sealed class LocalContrastStepTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void Gives_what_the_formula_says(int channels, bool hasGround)
    {
        const int Width = 10, Height = 9;
        var random = new SeededRandom(6);
        byte[] samples = new byte[Width * Height * channels];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (byte)random.NextInt32(256);
        bool[]? foreground = hasGround ? [.. Enumerable.Range(0, Width * Height).Select(i => i % 7 != 0)] : null;
        var image = new PreparedImage(
            new PixelImage(Width, Height, channels, 8, samples), foreground, PreparedGeometry.Identity(Width, Height));

        ushort[] words = TinyImages.Words(StepCatalogue.Parse("local-contrast:1.5").Apply(image, "a.png").Picture);

        for (int c = 0; c < channels; c++)
        {
            double[] x = [.. Enumerable.Range(0, Width * Height).Select(i => samples[i * channels + c] / 255.0)];
            double[] means = WindowSums.Mean(x, Width, 1.5, foreground);
            double[] squares = WindowSums.Mean(Array.ConvertAll(x, value => value * value), Width, 1.5, foreground);
            for (int i = 0; i < x.Length; i++)
            {
                double contrast = (x[i] - means[i]) / (Math.Sqrt(squares[i] - means[i] * means[i]) + 0.01);
                double expected = foreground?[i] == false ? 0 : Math.Clamp(0.5 + contrast / 8, 0, 1) * 65535;
                Assert.Equal(expected, words[i * channels + c], tolerance: 3);
            }
        }
    }

    [Fact]
    public void Takes_no_notice_of_the_brightness_outside_the_foreground()
    {
        bool[] foreground = [.. Enumerable.Range(0, 100).Select(i => i % 10 < 5)];
        byte[] black = [.. foreground.Select((isObject, i) => isObject ? (byte)(100 + i % 3) : (byte)0)];
        byte[] white = [.. foreground.Select((isObject, i) => isObject ? (byte)(100 + i % 3) : (byte)255)];

        Assert.Equal(Apply(black), Apply(white));

        byte[] Apply(byte[] samples) =>
            StepCatalogue
                .Parse("local-contrast:3")
                .Apply(
                    new PreparedImage(TinyImages.Grey8(10, 10, samples), foreground, PreparedGeometry.Identity(10, 10)),
                    "a.png")
                .Picture.Data;
    }
}
