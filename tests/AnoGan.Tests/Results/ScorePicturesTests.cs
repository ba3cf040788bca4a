using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class ScorePicturesTests
{
    private const double Scale = 0.25;

    [Fact]
    public void Show_the_map_on_a_fixed_scale()
    {
        ScoredImage image = Scored(2, 2, 2, FitMode.Pad, [0, 0.125f, 0.25f, 0.9f]);

        PixelImage heatmap = Pictures(image).Heatmap();

        Assert.Equal([0, 0, 0, 206, 58, 66, 255, 250, 220, 255, 250, 220], heatmap.Data);
    }

    [Fact]
    public void Mark_what_was_cropped_away()
    {
        // Of 4×2 pixels the middle 2×2 were compared.
        ScoredImage image = Scored(4, 2, 2, FitMode.Crop, [0.25f, 0.25f, 0.25f, 0.25f], [1, 1, 1, 1]);
        PixelImage original = TinyImages.Grey8(4, 2, 10, 20, 30, 40, 50, 60, 70, 80);

        PixelImage heatmap = Pictures(image).Heatmap(), overlay = Pictures(image).Overlay(original);
        PixelImage reconstruction = Pictures(image).Reconstruction();

        Assert.Equal([96, 96, 96, 255, 250, 220, 255, 250, 220, 96, 96, 96], heatmap.Data[..12]);
        Assert.Equal([10, 10, 10, 255, 250, 220, 255, 250, 220, 40, 40, 40], overlay.Data[..12]);
        Assert.Equal([0, 255, 255, 0, 0, 255, 255, 0], reconstruction.Data);
    }

    [Fact]
    public void Cover_the_picture_the_more_the_further_it_is_from_normal()
    {
        ScoredImage image = Scored(2, 2, 2, FitMode.Pad, [0, 0.125f, 0.25f, 0]);

        PixelImage overlay = Pictures(image).Overlay(TinyImages.Grey8(2, 2, 77, 100, 0, 255));

        // Half of 100 and half of (206, 58, 66) in the second pixel.
        Assert.Equal([77, 77, 77, 153, 79, 83, 255, 250, 220, 255, 255, 255], overlay.Data);
    }

    [Fact]
    public void Frame_the_defects_that_they_are_given()
    {
        ScoredImage image = Scored(5, 5, 5, FitMode.Pad, [.. new float[12], 0.25f, .. new float[12]]);
        ScorePictures pictures = Pictures(image);

        DefectRegions defects = pictures.Defects(new RegionRule(0.125, MinArea: 1));
        PixelImage overlay = pictures.Overlay(TinyImages.Constant(5, 5, 77), defects.Regions);

        // The pixel in the middle keeps its colour.
        Assert.Equal([0, 0, 0, 0, 255, 255, 255, 250, 220, 0, 255, 255, 0, 0, 0], overlay.Data[30..45]);
        Assert.Equal([0, 0, 0, 0, 255, 255, 0, 255, 255, 0, 255, 255, 0, 0, 0], overlay.Data[15..30]);
        Assert.All(overlay.Data[..15], level => Assert.Equal(0, level));
        Assert.Equal([.. new byte[12], 255, .. new byte[12]], pictures.Mask(defects).Data);
    }

    [Fact]
    public void Have_no_defects_on_an_image_that_is_called_normal()
    {
        // All of the map lies above the rule's threshold.
        ScoredImage image = Scored(4, 4, 4, FitMode.Pad, [.. Enumerable.Repeat(0.9f, 16)]);
        var rule = new RegionRule(0.5, MinArea: 1);

        DefectRegions normal = Pictures(Judged(image, isAnomaly: false)).Defects(rule);
        DefectRegions anomaly = Pictures(Judged(image, isAnomaly: true)).Defects(rule);
        DefectRegions unjudged = Pictures(Judged(image, isAnomaly: false, pValue: double.NaN)).Defects(rule);

        Assert.Empty(normal.Regions);
        Assert.DoesNotContain(true, normal.Mask);
        Assert.Equal(16, normal.Mask.Length);
        foreach (DefectRegions found in (DefectRegions[])[anomaly, unjudged])
        {
            Assert.Equal(16, Assert.Single(found.Regions).Area);
            Assert.DoesNotContain(false, found.Mask);
        }
    }

    [Fact]
    public void Show_a_colour_picture_in_grey_under_the_colours()
    {
        ScoredImage image = Scored(2, 2, 2, FitMode.Pad, new float[4]);
        PixelImage original = TinyImages.Rgb8(2, 2, 255, 0, 0, 0, 255, 0, 9, 9, 9, 255, 255, 255);

        PixelImage overlay = Pictures(image).Overlay(original);

        byte[] grey = PixelConversion.ToGrey(original).Data;
        Assert.Equal(grey.SelectMany(level => new[] { level, level, level }), overlay.Data);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(20, 12)]
    [InlineData(3, 5)]
    [InlineData(1, 1)]
    public void Have_the_size_of_the_original(int width, int height)
    {
        foreach (FitMode fit in Enum.GetValues<FitMode>())
        {
            ScoredImage image = Scored(width, height, 8, fit, new float[64]);

            PixelImage overlay = Pictures(image).Overlay(TinyImages.Constant(width, height, 123));

            Assert.Equal((width, height), Size(Pictures(image).Heatmap()));
            Assert.Equal((width, height), Size(Pictures(image).Reconstruction()));
            Assert.Equal((width, height), Size(overlay));
            Assert.Equal((width, height), Size(Pictures(image).Map()));
            Assert.Equal((8, 8), Size(Pictures(image).Residual()));
            Assert.All(overlay.Data, level => Assert.Equal(123, level));
        }
    }

    [Fact]
    public void Show_the_reconstruction_in_its_channels()
    {
        ScoredImage image = Scored(2, 2, 2, FitMode.Pad, new float[4], [-1, 1, 0.2f, -2, 1, 1, 1, 1, -1, -1, -1, -1]);

        PixelImage reconstruction = Pictures(image).Reconstruction();

        Assert.Equal(3, reconstruction.Channels);
        Assert.Equal([0, 255, 0, 255, 255, 0, 153, 255, 0, 0, 255, 0], reconstruction.Data);
    }

    [Fact]
    public void Hold_the_map_itself_in_16_bits_and_nothing_where_the_fit_cropped()
    {
        // The heatmap's colours end at the scale, 0.25; the map goes to 1. Of 4×2 pixels the middle 2×2 were compared.
        ScoredImage image = Scored(4, 2, 2, FitMode.Crop, [0.25f, 0.5f, 1, 1.5f], [1, 1, 1, 1]);

        PixelImage map = Pictures(image).Map();

        Assert.Equal((4, 2, 1, 16), (map.Width, map.Height, map.Channels, map.BitDepth));
        Assert.Equal([0, 16384, 32768, 0, 0, 65535, 65535, 0], TinyImages.Words(map));
    }

    [Fact]
    public void Refuse_an_original_that_changed_its_size()
    {
        ScoredImage image = Scored(2, 2, 2, FitMode.Pad, new float[4]);

        var refusal = Assert.Throws<AnoGanException>(() => Pictures(image).Overlay(TinyImages.Constant(3, 2, 0)));

        Assert.Equal("/x/a.png: changed from 2×2 to 3×2 pixels while it was scored; score again", refusal.Message);
    }

    [Fact]
    public void Do_not_exist_for_an_image_with_an_error()
    {
        var image = new ScoredImage { File = new ImageFile("/x/a.png", "a.png", ""), Error = "x" };

        Assert.Throws<ArgumentException>(() => Pictures(image));
    }

    private static ScorePictures Pictures(ScoredImage image) => new(image, Scale);

    private static ScoredImage Judged(ScoredImage image, bool isAnomaly, double pValue = 0.5) =>
        image with { Score = new AnomalyScore { Score = 1, PValue = pValue, IsAnomaly = isAnomaly } };

    private static (int Width, int Height) Size(PixelImage picture) => (picture.Width, picture.Height);

    private static ScoredImage Scored(
        int width, int height, int size, FitMode fit, float[] levels, float[]? generated = null) =>
        new()
        {
            File = new ImageFile("/x/a.png", "a.png", ""),
            Maps = DrawnResults.Maps(
                FitGeometry.For(width, height, size, fit), levels, generated ?? new float[size * size]),
        };
}
