using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class OwnSizeTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(28, 28, 56)]
    [InlineData(29, 10, 64)]
    [InlineData(10, 30, 64)]
    [InlineData(34, 20, 36)]
    [InlineData(3, 2, 16)]
    [InlineData(64, 64, 64)]
    [InlineData(300, 200, 64)]
    public void Is_the_longer_side_in_fours_up_to_64_and_small_ones_twofold(int width, int height, int size)
    {
        Write("a.png", width, height);
        Assert.Equal(size, OwnSize.Of(Files, Preparation.None, tiles: null));
    }

    [Fact]
    public void Is_that_of_the_picture_in_the_middle()
    {
        Write("a.png", 12, 12);
        Write("b.png", 60, 60);
        Write("c.png", 20, 20);
        Assert.Equal(40, OwnSize.Of(Files, Preparation.None, tiles: null));
    }

    [Fact]
    public void Is_that_of_pictures_once_shrunk()
    {
        Write("a.png", 80, 80);
        Assert.Equal(40, OwnSize.Of(Files, Preparation.None with { Scale = 0.5 }, tiles: null));
    }

    [Fact]
    public void Patches_have_64_whatever_the_pictures()
    {
        Write("a.png", 300, 200);
        Write("b.png", 20, 20);
        Write("c.png", 20, 20);
        Assert.Equal(64, OwnSize.Of(Files, Preparation.None, new TileOptions(32, Augmentation.None)));
    }

    [Fact]
    public void Leaves_out_what_cannot_be_read()
    {
        Write("a.png", 40, 40);
        File.WriteAllText(_temp["b.png"], "no picture");
        Assert.Equal(40, OwnSize.Of(Files, Preparation.None, tiles: null));
        File.Delete(_temp["a.png"]);
        Assert.Equal(64, OwnSize.Of(Files, Preparation.None, tiles: null));
    }

    private IReadOnlyList<ImageFile> Files => ImageFolder.List(_temp.Path);

    private void Write(string name, int width, int height) =>
        ImageCodec.WritePng(_temp[name], TinyImages.Constant(width, height, 7));
}
