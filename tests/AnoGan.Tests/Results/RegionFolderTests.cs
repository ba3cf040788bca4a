using AnoGan.Data;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class RegionFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Masks => Path.Combine(_temp.Path, "masks");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("a.jpg", "a.png")]
    [InlineData("good/a.jpg", "good/a.png")]
    [InlineData("good/a.jpg", "good/a_mask.png")]
    [InlineData("good/a.jpg", "good/a.jpg.png", "good/a.png")]
    [InlineData("good/a.jpg", "good/a.tif", "a.png")]
    [InlineData("good/a.JPG", "good/A_Mask.PNG")]
    [InlineData("good/\u00FC.jpg", "good/u\u0308.png")]
    [InlineData("day.zip!good/a.jpg", "day.zip!good/a.png", "good/a.png")]
    public void Knows_the_mask_of_an_image(string image, string mask, params string[] others)
    {
        Write([mask, .. others]);

        Assert.Equal(Path.Combine(Masks, mask), Assert.Single(Give(Image(image))).Mask!.Path);
    }

    [Fact]
    public void Pages_of_a_file_share_its_mask()
    {
        Write("good/scan.png");

        IReadOnlyList<ImageFile> given = Give(
            Image("good/scan.tif") with { RelativePath = "good/scan.tif#1", Page = 1 },
            Image("good/scan.tif") with { RelativePath = "good/scan.tif#12", Page = 12 });

        Assert.All(given, file => Assert.Equal(Path.Combine(Masks, "good/scan.png"), file.Mask!.Path));
        Assert.Equal(["good/scan.tif#1", "good/scan.tif#12"], given.Select(file => file.RelativePath));
    }

    [Fact]
    public void Says_which_image_has_no_mask_and_what_it_would_be_called()
    {
        Write("good/a.png");

        IReadOnlyList<ImageFile> given = Give(Image("good/a.jpg"), Image("good/b.jpg"));

        Assert.Equal(
            $"{_temp["images/good/b.jpg"]}: found no mask of it in {Masks}, expected good/b.png or good/b_mask.png, in "
                + "any image format; add it, or take the picture out",
            Assert.Throws<AnoGanException>(() => given[1].Mask!.Read()).Message);
    }

    [Fact]
    public void Does_not_choose_between_masks_of_one_image()
    {
        Write("a.png", "a_mask.png", "b.png");

        IReadOnlyList<ImageFile> given = Give(Image("a.jpg"), Image("b.jpg"));

        Assert.Equal(
            $"{_temp["images/a.jpg"]}: found 2 masks of it in {Masks} (a.png, a_mask.png), expected one; take the "
                + "others out",
            Assert.Throws<AnoGanException>(() => given[0].Mask!.Read()).Message);
    }

    [Fact]
    public void Refuses_a_folder_that_has_no_mask_of_any_image()
    {
        Write("a.png");

        Assert.Equal(
            $"Roi {Masks}: found no mask of any of 2 images, expected names such as good/a.png or good/a_mask.png; "
                + "check the folder and the names in it",
            Refusal(() => Give(Image("good/a.jpg"), Image("good/b.jpg"))));
    }

    [Fact]
    public void Refuses_what_is_no_folder()
    {
        Assert.Equal(
            $"Roi {Masks}: found no such folder, expected a folder of masks, one an image by name; check the path",
            Refusal(() => Give(Image("a.jpg"))));
        File.WriteAllText(Masks, "");
        Assert.StartsWith(
            $"Roi {Masks}: found a file, expected a folder of masks", Refusal(() => Give(Image("a.jpg"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_images_that_lie_among_the_masks()
    {
        Write("a.png", "a_mask.png");

        Assert.Equal(
            $"Roi {Masks}: found the image a.png in it, expected masks alone; keep them outside of the folder of "
                + "images",
            Refusal(() => Give(ImageFolder.List(Masks)[0])));
    }

    [Fact]
    public void Refuses_one_mask_of_images_of_two_folders()
    {
        Write("a.png", "good/a.png");
        IReadOnlyList<ImageFile> some = Give(Image("a.jpg")), others = Give(Image("good/a.jpg"), Image("a.tif"));

        RegionFolder.RefuseShared(Masks, some, [others[0]]);
        RegionFolder.RefuseShared(Masks, some, some);

        Assert.Equal(
            $"Roi {Masks}: found one mask of both {_temp["images/a.jpg"]} and {_temp["images/a.tif"]}, expected one of "
                + "each; give one of them another name or a folder of its own",
            Refusal(() => RegionFolder.RefuseShared(Masks, some, others)));
    }

    [Fact]
    public void Fits_models_of_masks_by_name_alone()
    {
        Write("a.png");
        var byName = new Preparation { Roi = RegionOfInterest.Read(Masks) };
        TinyRuns.Draw(Path.Combine(_temp.Path, "one"), 1);
        var one = new Preparation { Roi = RegionOfInterest.Read(Path.Combine(_temp.Path, "one", "000.png")) };

        RegionFolder.Check(byName, "masks", "model");
        RegionFolder.Check(one, null, "model");
        RegionFolder.Check(Preparation.None, null, "model");

        Assert.Equal(
            "model: found no folder of masks, expected that of these images, for this model knows each image's mask by "
                + "its name; name it with --roi (of score, calibrate and sample; watch and serve cannot take such a "
                + "model)",
            Refusal(() => RegionFolder.Check(byName, null, "model")));
        Assert.Equal(
            "Roi masks: found a folder of masks, expected none, for model keeps one mask for all images; leave it out",
            Refusal(() => RegionFolder.Check(one, "masks", "model")));
        Assert.Equal(
            "Roi masks: found a folder of masks, expected none, for model was trained without masks; leave it out",
            Refusal(() => RegionFolder.Check(Preparation.None, "masks", "model")));
    }

    private static string Refusal(Action action) => Assert.Throws<AnoGanException>(action).Message;

    private ImageFile Image(string path) => new(_temp[$"images/{path}"], path, "");

    private IReadOnlyList<ImageFile> Give(params ImageFile[] files) => RegionFolder.Give(Masks, files);

    private void Write(params string[] masks)
    {
        foreach (string mask in masks)
            File.WriteAllText(_temp[$"masks/{mask}"], "");
    }
}
