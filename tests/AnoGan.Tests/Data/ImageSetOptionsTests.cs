using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Tests.Data;

public sealed class ImageSetOptionsTests
{
    [Fact]
    public void Accepts_its_own_defaults() => new ImageSetOptions().Validate();

    [Fact]
    public void Names_the_option_that_is_out_of_range()
    {
        Refuses("Size: found 1, expected 2 to 4096", new ImageSetOptions { Size = 1 });
        Refuses("Channels: found 2, expected 1 (grey) or 3 (RGB)", new ImageSetOptions { Channels = 2 });
        Refuses("CacheMegabytes: found -1, expected 0 to", new ImageSetOptions { CacheMegabytes = -1 });
        Refuses("Threads: found 0, expected 1 to", new ImageSetOptions { Threads = 0 });
        Refuses("Fit: found 7, expected pad, crop or stretch", new ImageSetOptions { Fit = (FitMode)7 });
        Refuses(
            "Preparation blur: found the unknown step",
            new ImageSetOptions { Preparation = new Preparation { Steps = ["blur"] } });
    }

    [Fact]
    public void Names_the_option_of_patches_that_is_out_of_range()
    {
        var tiles = new TileOptions(4, Augmentation.None);
        new ImageSetOptions { Tiles = tiles }.Validate();

        Refuses(
            "Size: found 4, expected a multiple of 4 from 8 to 256",
            new ImageSetOptions { Size = 4, Tiles = tiles });
        Refuses("Size: found 30, expected a multiple of 4", new ImageSetOptions { Size = 30, Tiles = tiles });
        Refuses("Size: found 260, expected a multiple of 4", new ImageSetOptions { Size = 260, Tiles = tiles });
        Refuses("Stride: found 65, expected 1 to 64", new ImageSetOptions { Tiles = tiles with { Stride = 65 } });
        Refuses("Augmentation: found 8, expected ", new ImageSetOptions
        {
            Tiles = tiles with { Augmentation = (Augmentation)8 },
        });
    }

    private static void Refuses(string beginning, ImageSetOptions options) =>
        Assert.StartsWith(
            beginning, Assert.Throws<AnoGanException>(options.Validate).Message, StringComparison.Ordinal);
}
