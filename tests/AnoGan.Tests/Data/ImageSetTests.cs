using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class ImageSetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Counts_rgb_with_equal_channels_as_grey()
    {
        Write("a.png", TinyImages.Rgb8(2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4));
        Write("b.png", TinyImages.Grey8(2, 2, 5, 6, 7, 8));

        ImageSet set = Load();

        Assert.Equal(1, set.Channels);
        Assert.Equal([1, 2, 3, 4], set.Square(0).Data);
    }

    [Fact]
    public void Becomes_rgb_by_one_coloured_image()
    {
        Write("a.png", TinyImages.Rgb8(2, 2, 0, 255, 0, 2, 2, 2, 3, 3, 3, 4, 4, 4));
        Write("b.png", TinyImages.Grey8(2, 2, 5, 6, 7, 8));

        ImageSet set = Load();

        Assert.Equal(3, set.Channels);
        Assert.Equal([5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8], set.Square(1).Data);
    }

    [Fact]
    public void Follows_the_channels_that_are_asked_for()
    {
        Write("a.png", TinyImages.Rgb8(2, 2, 255, 0, 0, 2, 2, 2, 3, 3, 3, 4, 4, 4));

        Assert.Equal([76, 2, 3, 4], Load(new ImageSetOptions { Size = 2, Channels = 1 }).Square(0).Data);
        Assert.Equal(3, Load(new ImageSetOptions { Size = 2, Channels = 3 }).Channels);
    }

    [Fact]
    public void Fills_planes_from_minus_one_to_one()
    {
        Write("a.png", TinyImages.Rgb8(2, 2, 0, 255, 51, 0, 255, 51, 0, 255, 51, 0, 255, 51));
        Write("b.png", TinyImages.Grey16(2, 2, 0, 65535, 13107, 52428));

        float[] batch = Batch(Load(), 1, 0);

        // 51 of 255 and 13107 of 65535 are a fifth: -0.6; 52428 is four fifths: 0.6.
        float[] grey = [-1, 1, -0.6f, 0.6f];
        float[] expected = [.. grey, .. grey, .. grey, -1, -1, -1, -1, 1, 1, 1, 1, -0.6f, -0.6f, -0.6f, -0.6f];
        Assert.Equal(expected, batch, (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Leaves_damaged_files_out_and_says_why()
    {
        Write("a.png", TinyImages.Constant(2, 2, 1));
        File.WriteAllText(_folder["b.png"], "no image");
        Write("c.png", TinyImages.Constant(2, 2, 3));

        ImageSet set = Load();

        Assert.Equal(["a.png", "c.png"], set.Files.Select(file => file.RelativePath));
        SkippedImage skipped = Assert.Single(set.Skipped);
        Assert.Equal("b.png", skipped.File.RelativePath);
        Assert.Contains("found text", skipped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_first_damaged_file_when_strict()
    {
        for (int i = 0; i < 20; i++)
            Write($"{i:D2}.png", TinyImages.Constant(2, 2, 1));
        File.WriteAllText(_folder["07.png"], "no image");
        File.WriteAllText(_folder["13.png"], "no image");

        var refusal = Assert.Throws<AnoGanException>(() =>
            Load(
                new ImageSetOptions
                {
                    Size = 2,
                    Strict = true,
                    Threads = 4,
                }
            ));

        Assert.StartsWith(_folder["07.png"], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_set_of_damaged_files_only()
    {
        File.WriteAllText(_folder["a.png"], "no image");
        File.WriteAllText(_folder["b.png"], "no image");

        var refusal = Assert.Throws<AnoGanException>(() => Load());

        Assert.Contains("2 files of which none can be read", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_the_same_batches_from_the_cache_and_from_the_files()
    {
        for (int i = 0; i < 6; i++)
            Write($"{i}.png", TinyImages.Grey8(3, 2, (byte)i, 10, 20, 30, 40, 50));

        ImageSet cached = Load(new ImageSetOptions { Size = 4 });
        ImageSet reread = Load(new ImageSetOptions { Size = 4, CacheMegabytes = 0, Threads = 3 });

        Assert.True(cached.IsCached);
        Assert.False(reread.IsCached);
        Assert.Equal(cached.ContentHash, reread.ContentHash);
        Assert.Equal(Batch(cached, 5, 0, 3, 3), Batch(reread, 5, 0, 3, 3));
    }

    [Fact]
    public void Caches_no_more_than_it_may()
    {
        for (int i = 0; i < 3; i++)
            Write($"{i}.png", TinyImages.Constant(2, 2, (byte)i));

        // 700 × 700 squares of 8 bits take 0.47 MiB: two fit into 1 MiB, three do not.
        ImageSet set = Load(new ImageSetOptions { Size = 700, CacheMegabytes = 1 });

        Assert.False(set.IsCached);
        Assert.True(set.Subset([0, 1]).IsCached);
        Assert.Equal(2, set.Square(2).Data[0]);
    }

    [Fact]
    public void Refuses_files_that_vanish_or_change_before_they_are_read_again()
    {
        Write("a.png", TinyImages.Constant(2, 2, 1));
        Write("b.png", TinyImages.Constant(2, 2, 2));
        ImageSet set = Load(new ImageSetOptions { Size = 2, CacheMegabytes = 0, Threads = 2 });
        File.Delete(_folder["a.png"]);
        Write("b.png", TinyImages.Constant(2, 2, 9));

        Assert.StartsWith(
            _folder["a.png"], Assert.Throws<AnoGanException>(() => Batch(set, 0)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "other pixels", Assert.Throws<AnoGanException>(() => set.Square(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_its_squares_with_a_subset()
    {
        for (int i = 0; i < 4; i++)
            Write($"{i}.png", TinyImages.Constant(2, 2, (byte)i));
        ImageSet set = Load();

        ImageSet subset = set.Subset([3, 1]);

        Assert.Equal(["3.png", "1.png"], subset.Files.Select(file => file.RelativePath));
        Assert.Same(set.Square(3), subset.Square(0));
        Assert.NotEqual(set.ContentHash, subset.ContentHash);
        Assert.Equal(set.PixelHash(3), subset.PixelHash(0));
    }

    [Fact]
    public void Hashes_pixels_and_order_but_not_names()
    {
        Write("one/a.png", TinyImages.Constant(2, 2, 1));
        Write("one/b.png", TinyImages.Constant(2, 2, 2));
        Write("two/x.png", TinyImages.Rgb8(2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        Write("two/y.png", TinyImages.Constant(2, 2, 2));
        Write("three/a.png", TinyImages.Constant(2, 2, 2));
        Write("three/b.png", TinyImages.Constant(2, 2, 1));

        string one = Load(folder: "one").ContentHash;

        Assert.Equal(64, one.Length);
        Assert.Equal(one, Load(folder: "two").ContentHash);
        Assert.NotEqual(one, Load(folder: "three").ContentHash);
    }

    [Fact]
    public void Stops_when_told_to()
    {
        Write("a.png", TinyImages.Constant(2, 2, 1));

        Assert.ThrowsAny<OperationCanceledException>(() =>
            ImageSet.Load(
                ImageFolder.List(_folder.Path), new ImageSetOptions { Size = 2 },
                ct: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Reports_every_file_that_is_done()
    {
        for (int i = 0; i < 5; i++)
            Write($"{i}.png", TinyImages.Constant(2, 2, 1));
        var told = new Told();

        ImageSet.Load(
            ImageFolder.List(_folder.Path), new ImageSetOptions { Size = 2 }, told,
            ct: TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4, 5], told.Counts.Order());
    }

    private void Write(string name, PixelImage image) => ImageCodec.WritePng(_folder[name], image);

    private ImageSet Load(ImageSetOptions? options = null, string folder = "") =>
        ImageSet.Load(
            ImageFolder.List(Path.Combine(_folder.Path, folder)), options ?? new ImageSetOptions { Size = 2 },
            ct: TestContext.Current.CancellationToken);

    private static float[] Batch(ImageSet set, params int[] indices)
    {
        float[] values = new float[indices.Length * set.Channels * set.Size * set.Size];
        set.FillBatch(indices, values);
        return values;
    }

    private sealed class Told : IProgress<int>
    {
        public List<int> Counts { get; } = [];

        public void Report(int value)
        {
            lock (Counts)
                Counts.Add(value);
        }
    }
}
