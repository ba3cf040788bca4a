using AnoGan.Demo;
using AnoGan.Images;

namespace AnoGan.Tests.Demo;

public sealed class DemoPictureTests
{
    private static readonly DemoOptions Options = new() { OutputFolder = "unused" };

    public static TheoryData<string> Kinds => ["scratch", "chip", "stain", "missing_hole"];

    [Fact]
    public void Normal_parts_have_every_hole_and_the_bore()
    {
        for (int index = 0; index < 40; index++)
        {
            PixelImage image = DemoPicture.Normal(Options, "train/good", index).Image;
            PartScene scene = PartScene.Draw(DemoPicture.ImageSeed(Options, "train/good", index));

            Assert.True(GreyAt(image, scene, 0, 0) < 90, $"no bore in picture {index}");
            for (int hole = 0; hole < 6; hole++)
            {
                // Holes stand every 60 degrees at 0.55 of the half width; metal lies halfway between two.
                double angle = hole * Math.PI / 3, between = angle + Math.PI / 6;
                int dark = GreyAt(image, scene, 0.55 * Math.Cos(angle), 0.55 * Math.Sin(angle));
                int light = GreyAt(image, scene, 0.55 * Math.Cos(between), 0.55 * Math.Sin(between));
                Assert.True(light - dark > 50, $"picture {index}, hole {hole}: {dark} in the hole, {light} beside it");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mask_holds_exactly_the_pixels_that_the_defect_changed(string name)
    {
        for (int index = 0; index < 20; index++)
        {
            DemoPicture picture = Draw(Options, name, index);

            for (int i = 0; i < picture.Image.Data.Length; i++)
            {
                bool isChanged = Math.Abs(picture.Image.Data[i] - picture.Sound!.Data[i]) >= 10;
                Assert.Equal(isChanged ? 255 : 0, picture.Mask!.Data[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Defects_are_plain_to_see_but_small(string name)
    {
        double[] percents = [.. Enumerable.Range(0, 20).Select(index => MaskPercent(Draw(Options, name, index)))];

        Assert.All(percents, percent => Assert.InRange(percent, 0.2, 6));
        Assert.InRange(percents.Average(), 0.5, 4);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mask_is_never_empty_even_for_the_smallest_defects(string name)
    {
        DemoOptions options = Options with { Size = 32, DefectScale = 0.1 };

        for (int index = 0; index < 50; index++)
            Assert.True(MaskPercent(Draw(options, name, index)) > 0);
    }

    [Fact]
    public void Smaller_defect_scale_makes_smaller_defects()
    {
        DemoOptions options = Options with { Size = 256 };

        double large = MaskPercent(Draw(options, "stain", 0));
        double small = MaskPercent(Draw(options with { DefectScale = 0.25 }, "stain", 0));

        // A quarter of the length is a sixteenth of the area, but for holes and edges that cut the large one.
        Assert.InRange(large / small, 8, 24);
    }

    [Fact]
    public void Another_light_shows_the_same_part()
    {
        byte[] usual = Draw(0), turned = Draw(180), around = Draw(360);

        // A whole turn is the same light, but for rounding, and half of one is another.
        Assert.All(usual.Zip(around), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        Assert.True(usual.Zip(turned).Average(pair => Math.Abs(pair.First - pair.Second)) > 3);

        // Holes and what lies around the part are as dark.
        Assert.InRange(Dark(turned) / (double)Dark(usual), 0.9, 1.1);

        static byte[] Draw(double turn) =>
            DemoPicture.Normal(Options with { LightTurn = turn }, "test/good", 0).Image.Data;

        static int Dark(byte[] levels) => levels.Count(level => level < 50);
    }

    [Fact]
    public void Missing_hole_is_filled_with_metal()
    {
        DemoPicture picture = Draw(Options, "missing_hole", 0);

        int[] changed = [.. Enumerable.Range(0, picture.Mask!.Data.Length).Where(i => picture.Mask.Data[i] == 255)];

        Assert.True(changed.Average(i => picture.Image.Data[i]) - changed.Average(i => picture.Sound!.Data[i]) > 40);
    }

    [Fact]
    public void Larger_picture_shows_the_same_part()
    {
        byte[] small = DemoPicture.Normal(Options, "train/good", 0).Image.Data;
        byte[] large = DemoPicture.Normal(Options with { Size = 128 }, "train/good", 0).Image.Data;

        double difference = Enumerable.Range(0, 64 * 64).Average(i =>
        {
            int corner = i / 64 * 2 * 128 + i % 64 * 2;
            int mean = (large[corner] + large[corner + 1] + large[corner + 128] + large[corner + 129]) / 4;
            return Math.Abs(small[i] - mean);
        });

        // The noise of both is about 3 levels.
        Assert.InRange(difference, 0, 5);
    }

    private static DemoPicture Draw(DemoOptions options, string name, int index) =>
        DemoPicture.Defective(options, $"test/{name}", index, DefectKind.All.Single(kind => kind.Name == name));

    private static double MaskPercent(DemoPicture picture) =>
        100.0 * picture.Mask!.Data.Count(value => value == 255) / picture.Mask.Data.Length;

    private static int GreyAt(PixelImage image, PartScene scene, double partX, double partY)
    {
        (double x, double y) = scene.ToPicture(partX, partY);
        int column = (int)((x + 1) / 2 * image.Width), row = (int)((y + 1) / 2 * image.Height);
        return image.Data[row * image.Width + column];
    }
}
