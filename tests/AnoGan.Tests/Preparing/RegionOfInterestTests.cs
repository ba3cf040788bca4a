using System.Text.Json;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Preparing;

public sealed class RegionOfInterestTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void What_lies_outside_is_black_and_no_foreground()
    {
        // White on the left half, and nearly so in a corner.
        RegionOfInterest roi = Mask(4, 2, 255, 255, 0, 127, 255, 200, 90, 128);
        var picture = new PixelImage(4, 2, 1, 8, [1, 2, 3, 4, 5, 6, 7, 8]);

        PreparedImage prepared = new Preparation { Roi = roi }.Apply(picture, "a.png");

        Assert.Equal<byte>([1, 2, 0, 0, 5, 6, 0, 8], prepared.Picture.Data);
        Assert.Equal([true, true, false, false, true, true, false, true], prepared.Foreground!);
        Assert.Equal<byte>([1, 2, 3, 4, 5, 6, 7, 8], picture.Data);
    }

    [Fact]
    public void Nothing_from_outside_is_mixed_in_where_pictures_are_shrunk()
    {
        RegionOfInterest roi = Mask(4, 2, 255, 255, 255, 0, 255, 255, 255, 0);
        var preparation = new Preparation { Roi = roi, Scale = 0.5 };
        byte[] one = [10, 20, 30, 0, 10, 20, 30, 9], other = [10, 20, 30, 255, 10, 20, 30, 200];

        PreparedImage first = preparation.Apply(new PixelImage(4, 2, 1, 8, one), "a.png"),
            second = preparation.Apply(new PixelImage(4, 2, 1, 8, other), "a.png");

        Assert.Equal(first.Picture.Data, second.Picture.Data);
        Assert.Equal([true, true], first.Foreground!);
    }

    [Fact]
    public void Steps_see_the_region_alone()
    {
        RegionOfInterest roi = Mask(3, 1, 255, 255, 0);
        Preparation preparation = Preparation.Parse("range:10:20") with { Roi = roi };

        PreparedImage prepared = preparation.Apply(new PixelImage(3, 1, 1, 8, [10, 20, 15]), "a.png");

        Assert.Equal([0, 65_535, 0], Words(prepared.Picture));
    }

    [Fact]
    public void Pictures_of_another_size_are_refused()
    {
        RegionOfInterest roi = Mask(3, 1, 255, 255, 0);

        Assert.Equal(
            "a.png: found 1×3 pixels, expected 3×1 as the region of interest has; take the picture out, or give a "
                + "region of its size",
            Assert.Throws<AnoGanException>(() => new Preparation { Roi = roi }.Apply(
                new PixelImage(1, 3, 1, 8, new byte[3]), "a.png")).Message);
    }

    [Fact]
    public void Whether_a_picture_is_in_colour_is_seen_within_the_region()
    {
        RegionOfInterest roi = Mask(2, 1, 255, 0);
        ImageCodec.WritePng(_temp["a.png"], TinyImages.Rgb8(2, 1, 7, 7, 7, 255, 0, 0));
        var options = new ImageSetOptions { Size = 8, Preparation = new Preparation { Roi = roi } };

        ImageSet images = ImageSet.Load(
            ImageFolder.List(_temp.Path), options, ct: TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (images.Channels, images.ColourCount));
    }

    [Fact]
    public void Is_kept_as_it_is_and_told_from_others()
    {
        RegionOfInterest roi = Mask(2, 2, 255, 0, 0, 0), same = Mask(2, 2, 128, 127, 0, 0),
            other = Mask(2, 2, 0, 255, 0, 0);

        Assert.Equal(roi, same);
        Assert.NotEqual(roi, other);
        Assert.Equal(roi.GetHashCode(), same.GetHashCode());
        Assert.StartsWith("25.0 % of 2×2 pixels (", roi.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(roi.ToString(), other.ToString());
        Assert.NotEqual(new Preparation { Roi = roi }, Preparation.None);
        Assert.Equal(new Preparation { Roi = roi }, new Preparation { Roi = same });
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64!")]
    [InlineData("AAAA")]
    public void What_is_no_mask_in_a_model_is_refused(string png) => Assert.StartsWith(
        "roi: found no mask, expected a PNG of one channel in base64 with white in it",
        Assert.Throws<AnoGanException>(() => new Preparation { Roi = new() { Png = png } }.Validate()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Of_a_folder_of_masks_none_is_kept()
    {
        RegionOfInterest masks = RegionOfInterest.Read(_temp.Path);

        Assert.Equal((null, _temp.Path), (masks.Png, masks.Folder));
        Assert.Equal("masks by name", masks.ToString());
        Assert.Equal("""{"Png":null}""", JsonSerializer.Serialize(masks));
        Assert.Equal(masks, new RegionOfInterest { Png = null });
        Assert.NotEqual(masks, Mask(2, 1, 255, 0));
        new Preparation { Roi = masks }.Validate();
    }

    [Fact]
    public void Pictures_whose_masks_nobody_has_looked_for_are_refused()
    {
        ImageCodec.WritePng(_temp["a.png"], TinyImages.Constant(2, 1, 7));
        var options = new ImageSetOptions
        {
            Size = 8, Strict = true, Preparation = new Preparation { Roi = new() { Png = null } },
        };

        Assert.Equal(
            $"{_temp["a.png"]}: found no mask of it, expected one, for every picture's region of interest has its own; "
                + "name their folder",
            Assert.Throws<AnoGanException>(() => ImageSet.Load(
                ImageFolder.List(_temp.Path), options, ct: TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void A_mask_without_white_is_refused() => Assert.Equal(
        $"{_temp["mask.png"]}: found no white pixel, expected white where pictures count; paint the region white",
        Assert.Throws<AnoGanException>(() => Mask(2, 1, 0, 127)).Message);

    private static int[] Words(PixelImage picture) =>
        [.. Enumerable.Range(0, picture.Data.Length / 2).Select(i => (int)BitConverter.ToUInt16(picture.Data, 2 * i))];

    private RegionOfInterest Mask(int width, int height, params byte[] levels)
    {
        ImageCodec.WritePng(_temp["mask.png"], new PixelImage(width, height, 1, 8, levels));
        RegionOfInterest roi = RegionOfInterest.Read(_temp["mask.png"]);
        File.Delete(_temp["mask.png"]);
        return roi;
    }
}
