using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class NetworkSpecTests
{
    [Theory]
    [InlineData(8, new[] { 8, 4 }, new[] { 1, 32 }, 32 * 16)]
    [InlineData(28, new[] { 28, 14, 7, 4 }, new[] { 1, 32, 64, 128 }, 128 * 16)]
    [InlineData(32, new[] { 32, 16, 8, 4 }, new[] { 1, 32, 64, 128 }, 128 * 16)]
    [InlineData(36, new[] { 36, 18, 9, 5, 3 }, new[] { 1, 32, 64, 128, 256 }, 256 * 9)]
    [InlineData(64, new[] { 64, 32, 16, 8, 4 }, new[] { 1, 32, 64, 128, 256 }, 256 * 16)]
    [InlineData(128, new[] { 128, 64, 32, 16, 8, 4 }, new[] { 1, 32, 64, 128, 256, 256 }, 256 * 16)]
    [InlineData(256, new[] { 256, 128, 64, 32, 16, 8, 4 }, new[] { 1, 32, 64, 128, 256, 256, 256 }, 256 * 16)]
    public void Halves_the_side_and_doubles_the_channels_up_to_eight_times(
        int size, int[] sides, int[] channels, int features)
    {
        var spec = new NetworkSpec(size, 1, 64, 32);

        spec.Validate();

        Assert.Equal(sides, spec.Sides);
        Assert.Equal(channels, spec.ChannelsBySide);
        Assert.Equal(features, spec.FeatureLength);
    }

    [Fact]
    public void Begins_with_the_channels_of_the_images() =>
        Assert.Equal([3, 16, 32, 64], new NetworkSpec(28, 3, 64, 16).ChannelsBySide);

    [Theory]
    [InlineData(4, 1, 64, 32, "Size: found 4, expected a multiple of 4 from 8 to 256")]
    [InlineData(30, 1, 64, 32, "Size: found 30, expected a multiple of 4 from 8 to 256")]
    [InlineData(260, 1, 64, 32, "Size: found 260, expected a multiple of 4 from 8 to 256")]
    [InlineData(-28, 1, 64, 32, "Size: found -28, expected a multiple of 4 from 8 to 256")]
    [InlineData(28, 2, 64, 32, "Channels: found 2, expected 1 (grey) or 3 (RGB)")]
    [InlineData(28, 1, 0, 32, "Latent: found 0, expected 1 to 1024")]
    [InlineData(28, 1, 1025, 32, "Latent: found 1025, expected 1 to 1024")]
    [InlineData(28, 1, 64, 0, "Width: found 0, expected a multiple of 16 from 16 to 512")]
    [InlineData(28, 1, 64, 24, "Width: found 24, expected a multiple of 16 from 16 to 512")]
    [InlineData(28, 1, 64, 528, "Width: found 528, expected a multiple of 16 from 16 to 512")]
    public void Refuses_what_cannot_be_built(int size, int channels, int latent, int width, string message)
    {
        var refusal = Assert.Throws<AnoGanException>(new NetworkSpec(size, channels, latent, width).Validate);

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }
}
