using AnoGan.Data;
using AnoGan.Imaging;
using AnoGan.Models;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class CalibratorTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Sorts_the_residuals_of_all_images()
    {
        // A generator without weights draws 0 everywhere, half way between black and white.
        Calibration calibration = Run(255, 51, 204, 0, 102);

        TensorAssert.AllClose([0.1f, 0.3f, 0.3f, 0.5f, 0.5f], [.. calibration.Residuals.Select(r => (float)r)], 1e-6);
        Assert.Equal(calibration.Scores.Order(), calibration.Scores);
        Assert.Equal(calibration.FeatureDistances.Order(), calibration.FeatureDistances);
        Assert.Equal(5, calibration.Scores.Count);
        Assert.Equal(0.3, calibration.MedianResidual, 1e-6);
        Assert.Equal(0.5, calibration.HeatmapScale, 1e-6);
        Assert.True(calibration.IsHeldOut);
    }

    [Fact]
    public void Gives_heatmaps_at_least_one_grey_level()
    {
        // |128/127.5 - 1| / 2 is half a level.
        Calibration calibration = Run(128, 128);

        Assert.Equal(0.5 / 255, calibration.Residuals[0], 1e-6);
        Assert.Equal(1.0 / 255, calibration.HeatmapScale);
    }

    [Fact]
    public void Takes_the_pixel_that_999_of_1000_stay_below_for_the_scale()
    {
        // Of 32 · 64 = 2048 pixels, two are left above place 2045 of 2047; one image of 31 is black.
        byte[] levels = [.. Enumerable.Repeat((byte)128, 31), 0];
        Assert.Equal(0.5, Run(levels).HeatmapScale, 1e-6);

        // A single black pixel among 2048 does not count.
        for (int i = 0; i < 32; i++)
        {
            byte[] pixels = [.. Enumerable.Repeat((byte)102, 64)];
            pixels[5] = i == 7 ? (byte)0 : pixels[5];
            ImageCodec.WritePng(_temp[$"single/{i:D2}.png"], TinyImages.Grey8(8, 8, pixels));
        }

        Assert.Equal(0.1, Run(_temp["single"]).HeatmapScale, 1e-6);
    }

    // Pictures of one level each.
    private Calibration Run(params byte[] levels)
    {
        string folder = Path.Combine(_temp.Path, "constant");
        for (int i = 0; i < levels.Length; i++)
            ImageCodec.WritePng(Path.Combine(folder, $"{i:D2}.png"), TinyImages.Constant(8, 8, levels[i]));
        return Run(folder);
    }

    private static Calibration Run(string folder)
    {
        using TrainedNetworks networks = TinyNetworks.Frozen(TinyNetworks.Spec);
        using (no_grad())
        {
            foreach (Tensor parameter in networks.Average.parameters())
                parameter.zero_();
        }

        ImageSet images = ImageSet.Load(ImageFolder.List(folder), new ImageSetOptions { Size = 8 }, ct: TestContext.Current.CancellationToken);
        var search = new BatchSearch(TinyNetworks.Spec, networks.Average, networks.Critic, new SearchOptions { Steps = 1, Batch = 4 }, CPU);
        return Calibrator.Run(images, search, 0.1, isHeldOut: true, cancellation: TestContext.Current.CancellationToken);
    }
}
