using System.Text;
using AnoGan.Results;

namespace AnoGan.Tests.Results;

public sealed class PictureNameTests
{
    [Theory]
    [InlineData("a.png", "a.png.png")]
    [InlineData("a.jpg", "a.jpg.png")]
    [InlineData("good/part 1/ä.tif", "good/part 1/ä.tif.png")]
    [InlineData("scan.tif#3", "scan.tif#3.png")] // a page
    [InlineData("scan.tif#3.png", "scan.tif#3.png.png")] // a file whose name looks like its picture
    public void Is_the_path_with_png_behind(string path, string expected) =>
        Assert.Equal(expected, PictureName.For(path));

    [Theory]
    [InlineData("a.png.png/b.png", "a.png.png~/b.png.png")]
    [InlineData("a.PNG/b.png", "a.PNG~/b.png.png")]
    [InlineData("a.png~/b.png", "a.png~~/b.png.png")]
    [InlineData("a.jpg/b.png", "a.jpg/b.png.png")]
    public void Of_a_folder_is_no_picture_s(string path, string expected) =>
        Assert.Equal(expected, PictureName.For(path));

    [Theory]
    [InlineData("a.tif.webp", true)]
    [InlineData("scan.tif#3.webp", true)]
    [InlineData("scan.tif#.webp", false)]
    [InlineData("notes#3.webp", false)]
    public void Of_a_thumbnail_is_known_again(string name, bool isOne) =>
        Assert.Equal(isOne, PictureName.IsThumbnail(name));

    [Theory]
    [InlineData("a.png", "a.png.jpg")]
    [InlineData("a.jpg", "a.jpg.jpg")]
    [InlineData("a.jpg/b.png", "a.jpg~/b.png.jpg")]
    [InlineData("a.png/b.png", "a.png/b.png.jpg")]
    public void Are_JPEG_for_what_is_drawn_for_people(string path, string expected) =>
        Assert.Equal(expected, PictureName.ForJpeg(path));

    [Fact]
    public void Keeps_names_of_up_to_236_bytes()
    {
        string fits = new string('a', 232) + ".jpg", tooLong = new string('a', 233) + ".jpg";

        Assert.Equal($"sub/{fits}.png", PictureName.For($"sub/{fits}"));
        Assert.NotEqual($"sub/{tooLong}.png", PictureName.For($"sub/{tooLong}"));
    }

    [Theory]
    [InlineData("a", 251)] // one byte each
    [InlineData("ä", 125)] // two
    [InlineData("画", 83)] // three
    [InlineData("🔩", 62)] // four, in two UTF-16 units
    public void Shortens_long_names_to_what_file_systems_take(string letter, int count)
    {
        string name = string.Concat(Enumerable.Repeat(letter, count)) + ".png";
        string twin = name[..^4] + ".jpg";

        string picture = PictureName.For($"deep/er/{name}");

        Assert.InRange(Encoding.UTF8.GetByteCount(name), 251, 255);
        Assert.StartsWith($"deep/er/{letter}{letter}", picture, StringComparison.Ordinal);
        Assert.EndsWith(".png", picture, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(Path.GetFileName(picture)), 230, 240);
        Assert.Equal(picture, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(picture))); // no half of a pair
        Assert.NotEqual(picture, PictureName.For($"deep/er/{twin}"));
        Assert.Equal(picture, PictureName.For($"deep/er/{name}"));
    }

    [Fact]
    public void Survives_halves_of_surrogate_pairs()
    {
        string name = new string('\uDD29', 100) + ".png";

        Assert.InRange(Encoding.UTF8.GetByteCount(PictureName.For(name)), 1, 240);
    }
}
