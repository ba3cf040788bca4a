using AnoGan.Evaluation;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

public sealed class MaskFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("crack/a.jpg", "crack/a.png")]
    [InlineData("crack/a.jpg", "crack/a_mask.png")]
    [InlineData("crack/a.jpg", "crack/a.jpg.png")]
    [InlineData("crack/a.jpg", "crack/a.jpg_mask.png")]
    [InlineData("crack/a.b.tiff", "crack/a.b_mask.png")]
    [InlineData("crack/A.JPG", "crack/A_MASK.PNG")]
    [InlineData("crack/a.jpg", "crack/A.Bmp")]
    [InlineData("crack/a.jpg", "crack/a_mask.tif")]
    [InlineData("a.jpg", "a.webp")]
    [InlineData("crack/u\u0308.jpg", "crack/\u00FC.png")]
    [InlineData("Kratzer-\u00F6/a.jpg", "Kratzer-o\u0308/a_mask.png")]
    [InlineData("crack/a.jpg", "crack/a/000.png")]
    [InlineData("crack/a.jpg", "crack/a/000.png", "crack/a/001.png")]
    [InlineData("crack/a.jpg", "crack/a.jpg/x.PNG")]
    [InlineData("crack/scan.tif#3", "crack/scan.tif#3.png")]
    [InlineData("crack/scan.tif#3", "crack/scan#3_mask.png")]
    public void Knows_the_masks_of_an_image(string image, params string[] masks)
    {
        Write(masks);

        Assert.Equal(masks.Select(mask => _temp[mask]), Folder(image).Of(image));
    }

    [Fact]
    public void Gives_a_mask_that_two_images_would_share_to_the_one_that_has_no_other()
    {
        Write("crack/a.png", "crack/a.jpg.png");
        MaskFolder folder = Folder("crack/a.jpg", "crack/a.png");

        Assert.Equal([_temp["crack/a.jpg.png"]], folder.Of("crack/a.jpg"));
        Assert.Equal([_temp["crack/a.png"]], folder.Of("crack/a.png"));
    }

    [Fact]
    public void Refuses_a_mask_that_may_be_of_two_images()
    {
        Write("crack/a.png");
        MaskFolder folder = Folder("crack/a.jpg", "crack/a.png", "crack/b.png");

        Assert.Equal(
            $"{_temp["crack/a.png"]}: found one mask of both crack/a.jpg and crack/a.png, expected one of "
                + "each; name it by its image's whole name, crack/a.jpg.png or crack/a.png.png, and the other's "
                + "likewise",
            Refusal(folder, "crack/a.jpg"));
        Assert.StartsWith(
            $"{_temp["crack/a.png"]}: found one mask of both crack/a.png and crack/a.jpg, ",
            Refusal(folder, "crack/a.png"), StringComparison.Ordinal);
        Assert.Empty(folder.Find("crack/a.jpg"));
    }

    [Fact]
    public void Refuses_a_folder_of_masks_that_may_be_of_two_images()
    {
        Write("crack/a/000.png", "crack/a/001.png");

        Assert.StartsWith(
            $"{_temp["crack/a/000.png"]}: found one mask of both crack/a.jpg and crack/a.png, ",
            Refusal(Folder("crack/a.jpg", "crack/a.png"), "crack/a.jpg"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crack/a.bmp", "crack/a.png")]
    [InlineData("crack/a.png", "crack/a_mask.png")]
    public void Refuses_two_masks_of_one_image(string one, string other)
    {
        Write(one, other);

        Assert.Equal($"{_temp.Path}: found 2 masks of crack/a.jpg ({one}, {other}), expected one; take the others "
            + "out, or name the right one crack/a.jpg.png", Refusal(Folder("crack/a.jpg"), "crack/a.jpg"));
    }

    [Fact]
    public void Refuses_a_mask_beside_a_folder_of_masks()
    {
        Write("crack/a.png", "crack/a/000.png");

        Assert.Equal($"{_temp.Path}: found a folder of masks of crack/a.jpg (crack/a) beside crack/a.png, expected "
            + "one of the two; take the other out", Refusal(Folder("crack/a.jpg"), "crack/a.jpg"));
    }

    [Fact]
    public void Never_gives_one_mask_to_two_pages_of_a_file()
    {
        Write("crack/scan.png", "crack/scan#2.png");
        MaskFolder folder = Folder("crack/scan.tif#1", "crack/scan.tif#2");

        Assert.Equal([_temp["crack/scan#2.png"]], folder.Of("crack/scan.tif#2"));
        Assert.Contains(
            "found no mask of crack/scan.tif#1 ", Refusal(folder, "crack/scan.tif#1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_images_whose_names_differ_only_in_how_letters_are_composed()
    {
        Write("crack/\u00FC.png", "crack/u\u0308.png");
        MaskFolder folder = Folder("crack/\u00FC.jpg", "crack/u\u0308.jpg");

        Assert.Equal([_temp["crack/\u00FC.png"]], folder.Of("crack/\u00FC.jpg"));
        Assert.Equal([_temp["crack/u\u0308.png"]], folder.Of("crack/u\u0308.jpg"));
    }

    [Fact]
    public void Names_what_it_looked_for_and_what_lies_nearby()
    {
        Write("crack/b.png", "crack/.a.png");

        Assert.Equal(
            $"{_temp["crack/a"]}.png: found no mask of crack/a.jpg ({_temp["crack/b.png"]} belongs to no "
                + "image), expected crack/a.png, crack/a_mask.png, crack/a.jpg.png, or a folder crack/a of masks, in "
                + "any "
                + "image format; add it, or evaluate without --masks",
            Refusal(Folder("crack/a.jpg"), "crack/a.jpg"));
        Assert.EndsWith(
            "expected crack/a.jpg.png or crack/a.jpg_mask.png, in any image format; add it, or evaluate "
                + "without --masks",
            Refusal(Folder("crack/a.jpg", "crack/a.png"), "crack/a.jpg"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_masks_of_no_image_where_images_have_theirs_and_nowhere_else()
    {
        Write("crack/a.png", "crack/aa.png", "crack/b/000.png", "dent/a.png");

        Assert.Equal([_temp["crack/aa.png"], _temp["crack/b/000.png"]], Folder("crack/a.jpg", "good/a.jpg").Unused);
    }

    [Fact]
    public void Refuses_a_folder_that_is_not_there() =>
        Assert.Equal(
            $"{_temp["none"]}: no such folder; name the folder of masks with --masks",
            Assert.Throws<AnoGanException>(() => new MaskFolder(_temp["none"], ["a.png"])).Message);

    private void Write(params string[] masks)
    {
        foreach (string mask in masks)
            ImageCodec.WriteWhole(_temp[mask], ImageCodec.EncodePng(TinyImages.Constant(1, 1, 255)));
    }

    private MaskFolder Folder(params string[] images) => new(_temp.Path, images);

    private static string Refusal(MaskFolder folder, string image) =>
        Assert.Throws<AnoGanException>(() => folder.Of(image)).Message;
}
