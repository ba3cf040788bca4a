using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class PatchedImageSetTests : IDisposable
{
    private static readonly ImageSetOptions Eights = new()
    {
        Size = 8, Tiles = new TileOptions(4, Augmentation.None),
    };

    private readonly TempFolder _folder = new();
    private readonly PlainPreparation _plain = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Decodes_every_file_once_and_keeps_it()
    {
        for (int i = 0; i < 4; i++)
            Write($"{i}.png", TinyImages.Constant(10, 9, (byte)i));

        ImageSet set = Load(Eights with { Threads = 3 });

        Assert.True(set.IsCached);
        Assert.Equal((4, 1, 8), (set.Count, set.Channels, set.Size));
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(i => set.Picture(i).Picture.Data[0]));
        Assert.Equal(4, _plain.Count);
    }

    [Fact]
    public void Knows_what_the_files_and_the_prepared_pictures_are()
    {
        Write("a.png", TinyImages.Constant(30, 20, 1));
        Write("b.png", TinyImages.Rgb8(9, 1, [.. Enumerable.Repeat((byte)7, 26), 8]));
        Write("c.png", TinyImages.Constant(8, 8, 1));

        ImageSet set = Load(Eights);

        Assert.Equal((1, 3), (set.ColourCount, set.Channels));
        Assert.Equal((8, 30), set.SourceSides);
        Assert.Equal(1, set.SmallerThanPatch);
        Assert.Equal(0, set.Subset([0, 2]).SmallerThanPatch);
        Assert.Equal(1, set.Picture(0).Picture.Channels);
        Assert.Equal(1, Load(Eights with { Channels = 1 }).Picture(1).Picture.Channels);
    }

    [Fact]
    public void Counts_sides_of_the_files_but_small_pictures_as_they_were_prepared()
    {
        Write("a.png", TinyImages.Constant(30, 20, 1));

        ImageSet set = ImageSet.Load(
            Files(), Eights, prepare: (picture, path) => _plain.Prepare(PixelWindow.Cut(picture, 0, 0, 7, 20), path),
            ct: TestContext.Current.CancellationToken);

        Assert.Equal((30, 30), set.SourceSides);
        Assert.Equal(1, set.SmallerThanPatch);
    }

    [Fact]
    public void Leaves_out_what_cannot_be_read_or_prepared()
    {
        Write("a.png", TinyImages.Constant(8, 8, 1));
        File.WriteAllText(_folder["b.png"], "no image");
        Write("c.png", TinyImages.Constant(8, 8, 3));

        ImageSet set = ImageSet.Load(Files(), Eights, prepare: RefuseThree, ct: TestContext.Current.CancellationToken);

        Assert.Equal(["a.png"], set.Files.Select(file => file.RelativePath));
        Assert.Equal(["b.png", "c.png"], set.Skipped.Select(skipped => skipped.File.RelativePath));
        Assert.Equal("nothing to see", set.Skipped[1].Reason);
        var refusal = Assert.Throws<AnoGanException>(() =>
            ImageSet.Load(
                Files(),
                Eights with
                {
                    Strict = true,
                    Threads = 2,
                },
                prepare: RefuseThree,
                ct: TestContext.Current.CancellationToken));
        Assert.StartsWith(_folder["b.png"], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_set_of_which_nothing_can_be_read()
    {
        Write("a.png", TinyImages.Constant(8, 8, 3));

        var refusal = Assert.Throws<AnoGanException>(() =>
            ImageSet.Load(Files(), Eights, prepare: RefuseThree, ct: TestContext.Current.CancellationToken));

        Assert.Contains("1 files of which none can be read", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_all_pictures_or_none()
    {
        // 600 × 900 pixels and the geometry of 600 columns take 0.52 MiB: one fits into 1 MiB, two do not.
        for (int i = 0; i < 2; i++)
            Write($"{i}.png", TinyImages.Constant(600, 900, (byte)i));

        ImageSet small = Load(Eights with { CacheMegabytes = 1 }), large = Load(Eights with { CacheMegabytes = 2 });

        Assert.False(small.IsCached);
        Assert.False(small.Subset([0]).IsCached);
        Assert.True(large.IsCached);
        Assert.Equal(large.ContentHash, small.ContentHash);
        Assert.Equal(1, small.Picture(1).Picture.Data[0]);
        Assert.Equal(5, _plain.Count);
    }

    [Fact]
    public void Counts_the_foreground_as_memory()
    {
        var all = new PlainPreparation { Foreground = picture => new bool[picture.Width * picture.Height] };
        Write("a.png", TinyImages.Constant(600, 900, 1));

        Assert.True(Load(Eights with { CacheMegabytes = 1 }).IsCached);
        Assert.False(
            ImageSet
                .Load(
                    Files(),
                    Eights with
                    {
                        CacheMegabytes = 1,
                    },
                    prepare: all.Prepare,
                    ct: TestContext.Current.CancellationToken)
                .IsCached);
    }

    [Fact]
    public void Hashes_pixels_foreground_and_order_but_not_names()
    {
        Write("one/a.png", TinyImages.Constant(8, 8, 1));
        Write("one/b.png", TinyImages.Constant(8, 8, 2));
        Write("two/x.png", TinyImages.Constant(8, 8, 1));
        Write("two/y.png", TinyImages.Constant(8, 8, 2));
        var masked = new PlainPreparation { Foreground = picture => new bool[picture.Width * picture.Height] };
        IReadOnlyList<ImageFile> one = ImageFolder.List(_folder["one"]), two = ImageFolder.List(_folder["two"]);

        ImageSet set = ImageSet.Load(one, Eights, prepare: _plain.Prepare, ct: TestContext.Current.CancellationToken);

        Assert.Equal(
            set.ContentHash,
            ImageSet.Load(two, Eights, prepare: _plain.Prepare, ct: TestContext.Current.CancellationToken).ContentHash);
        Assert.NotEqual(set.ContentHash, set.Subset([1, 0]).ContentHash);
        Assert.NotEqual(
            set.ContentHash,
            ImageSet.Load(one, Eights, prepare: masked.Prepare, ct: TestContext.Current.CancellationToken).ContentHash);
    }

    [Fact]
    public void Refuses_a_file_that_changed_before_it_is_read_again()
    {
        Write("a.png", TinyImages.Constant(8, 8, 1));
        ImageSet set = Load(Eights with { CacheMegabytes = 0 });
        Write("a.png", TinyImages.Constant(8, 8, 2));

        var refusal = Assert.Throws<AnoGanException>(() => set.Picture(0));

        Assert.StartsWith($"{_folder["a.png"]}: found other pixels", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, new[] { 0, 0, 0, 1, 1, 2, 2 })]
    [InlineData(3, new[] { 0, 1, 2 })]
    [InlineData(2, new[] { 0, 1 })]
    [InlineData(1, new[] { 0 })]
    public void Samples_its_pictures_evenly(int count, int[] pictures)
    {
        for (int i = 0; i < 3; i++)
            Write($"{i}.png", TinyImages.Constant(9, 9, (byte)i));

        IReadOnlyList<float[]> samples = Load(Eights).Sample(count, 1, TestContext.Current.CancellationToken);

        Assert.Equal(pictures, samples.Select(sample => (int)Math.Round(SavedImages.Levels(sample)[63])));
        Assert.All(samples, sample => Assert.Equal(64, sample.Length));
    }

    [Fact]
    public void Samples_the_same_patches_with_or_without_a_cache_and_reads_each_picture_once()
    {
        for (int i = 0; i < 3; i++)
            Write($"{i}.png", DrawnSquares.Draw(40, (ulong)i));
        ImageSet cached = Load(Eights), reread = Load(Eights with { CacheMegabytes = 0, Threads = 3 });
        int before = _plain.Count;

        IReadOnlyList<float[]> samples = reread.Sample(11, 5, TestContext.Current.CancellationToken);

        Assert.Equal(before + 3, _plain.Count);
        Assert.Equal(
            cached.Sample(11, 5, TestContext.Current.CancellationToken).SelectMany(v => v),
            samples.SelectMany(v => v));
        Assert.NotEqual(
            cached.Sample(11, 6, TestContext.Current.CancellationToken).SelectMany(v => v),
            samples.SelectMany(v => v));
    }

    [Fact]
    public void Stops_when_told_to()
    {
        Write("a.png", TinyImages.Constant(8, 8, 1));

        Assert.ThrowsAny<OperationCanceledException>(() =>
            ImageSet.Load(Files(), Eights, prepare: _plain.Prepare, ct: new CancellationToken(canceled: true)));
    }

    private PreparedImage RefuseThree(PixelImage picture, string path) =>
        picture.Data[0] == 3 ? throw new AnoGanException("nothing to see") : _plain.Prepare(picture, path);

    private void Write(string name, PixelImage image) => ImageCodec.WritePng(_folder[name], image);

    private IReadOnlyList<ImageFile> Files() => ImageFolder.List(_folder.Path);

    private ImageSet Load(ImageSetOptions options) =>
        ImageSet.Load(Files(), options, prepare: _plain.Prepare, ct: TestContext.Current.CancellationToken);
}
