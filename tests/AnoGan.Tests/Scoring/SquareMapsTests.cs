using AnoGan.Imaging;
using AnoGan.Scoring;

namespace AnoGan.Tests.Scoring;

public sealed class SquareMapsTests
{
    // Of 4×2 pixels the middle 2×2 are compared.
    private static readonly FitGeometry Cropped = FitGeometry.For(4, 2, 2, FitMode.Crop);

    [Fact]
    public void Bring_residuals_to_the_picture_and_mark_what_was_not_compared()
    {
        var maps = new SquareMaps(Cropped, [0.1f, 0.2f, 0.3f, 0.4f], new float[4]);

        Assert.Equal((4, 2), (maps.Width, maps.Height));
        Assert.Equal([-1, 0.1f, 0.2f, -1, -1, 0.3f, 0.4f, -1], maps.MapAtSource());
    }

    [Fact]
    public void Bring_each_channel_of_the_reconstruction_to_the_picture()
    {
        var maps = new SquareMaps(Cropped, new float[4], [-1, 1, 0.2f, -2, 1, 1, 1, 1, -1, -1, -1, -1]);

        PixelImage reconstruction = maps.Reconstruction();

        Assert.Equal((4, 2, 3, 8), (reconstruction.Width, reconstruction.Height, reconstruction.Channels, reconstruction.BitDepth));
        Assert.Equal([0, 0, 0, 0, 255, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 153, 255, 0, 0, 255, 0, 0, 0, 0], reconstruction.Data);
    }

    [Fact]
    public void Need_values_of_the_square()
    {
        Assert.Throws<ArgumentException>(() => new SquareMaps(Cropped, new float[5], new float[4]));
        Assert.Throws<ArgumentException>(() => new SquareMaps(Cropped, new float[4], new float[8]));
    }
}
