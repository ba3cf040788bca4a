using System.Runtime.InteropServices;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Data;

[Collection(TensorTests.Name)]
public sealed class PatchDrawsTests : IDisposable
{
    private static readonly ImageSetOptions Eights = new()
    {
        Size = 8, Tiles = new TileOptions(4, Augmentation.None),
    };

    private readonly TempFolder _folder = new();
    private readonly PlainPreparation _plain = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Follows_the_seed_and_not_the_batches_the_threads_or_a_cache_that_holds_all()
    {
        WriteNoise(5, 40);
        ImageSet set = Load(Eights), other = Load(Eights with { CacheMegabytes = 1, Threads = 3 });

        float[] whole = Values(set.Draws(1), 12);
        ITrainingDraws draws = other.Draws(1);

        Assert.Equal(whole, Values(draws, 5).Concat(Values(draws, 7)));
        Assert.NotEqual(whole, Values(set.Draws(2), 12));
    }

    [Fact]
    public void Cuts_patches_literally_when_nothing_is_to_vary()
    {
        // Every pixel of the four pictures is unique: 16-bit levels that count on.
        WriteNumbered(4, 20, 12);
        ImageSet set = Load(Eights);

        ushort[][] patches = Drawn(set.Draws(3), 200);

        foreach (ushort[] patch in patches)
        {
            int picture = patch[0] / 240, left = patch[0] % 20, top = patch[0] % 240 / 20;
            Assert.InRange(left, 0, 12);
            Assert.InRange(top, 0, 4);
            Assert.Equal(
                Enumerable.Range(0, 64).Select(i => (ushort)(picture * 240 + (top + i / 8) * 20 + left + i % 8)), patch
            );
        }

        // 4 pictures × 13 × 5 places.
        Assert.Equal(4, patches.DistinctBy(patch => patch[0] / 240).Count());
        Assert.Equal(13, patches.DistinctBy(patch => patch[0] % 20).Count());
        Assert.Equal(5, patches.DistinctBy(patch => patch[0] % 240 / 20).Count());
    }

    [Fact]
    public void Varies_the_same_patches_when_told_to()
    {
        WriteNumbered(2, 20, 12);

        ushort[][] plain = Drawn(Load(Eights).Draws(3), 60);
        ushort[][] flipped = Drawn(
            Load(Eights with { Tiles = new TileOptions(4, Augmentation.FlipHorizontal) }).Draws(3), 60);

        int mirrored = 0;
        for (int n = 0; n < plain.Length; n++)
        {
            ushort[] mirror = [.. plain[n].Chunk(8).SelectMany(row => row.Reverse())];
            Assert.True(flipped[n].SequenceEqual(plain[n]) || flipped[n].SequenceEqual(mirror));
            mirrored += flipped[n].SequenceEqual(mirror) ? 1 : 0;
        }

        Assert.InRange(mirrored, 15, 45);
    }

    [Fact]
    public void Gives_every_patch_the_channels_of_the_set()
    {
        ImageCodec.WritePng(_folder["a.png"], TinyImages.Constant(8, 8, 255));
        ImageCodec.WritePng(
            _folder["b.png"],
            TinyImages.Rgb8(8, 8, [.. Enumerable.Repeat<byte[]>([255, 0, 255], 64).SelectMany(rgb => rgb)]));

        using Tensor patches = Load(Eights).Draws(1).Next(20);

        Assert.Equal([20, 3, 8, 8], patches.shape);
        Assert.Equal([-1, 1], TensorAssert.Values(patches[.., 1, 0, 0]).Distinct().Order());
        Assert.All(TensorAssert.Values(patches[.., 0]), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Continues_pictures_that_are_smaller_than_a_patch()
    {
        ImageCodec.WritePng(_folder["a.png"], TinyImages.Grey8(3, 1, 0, 1, 2));

        float[] patch = Values(Load(Eights).Draws(1), 1);

        Assert.All(patch.Chunk(8), row => Assert.Equal(SavedImages.Values(0, 1, 2, 1, 0, 1, 2, 1), row));
    }

    [Fact]
    public void Shows_the_object_in_at_least_half_of_every_patch()
    {
        // The object is the right half of a wide picture: 60 of 113 places qualify.
        var half = new PlainPreparation
        {
            Foreground = picture =>
                [.. Enumerable.Range(0, picture.Width * picture.Height).Select(i => i % picture.Width >= 60)],
        };
        WriteNumbered(1, 120, 8);
        ImageSet set = ImageSet.Load(
            ImageFolder.List(_folder.Path), Eights, prepare: half.Prepare, ct: TestContext.Current.CancellationToken);

        ushort[][] patches = Drawn(set.Draws(1), 300);

        // Of columns 56 to 63 half lie on the object.
        Assert.All(patches, patch => Assert.InRange(patch[0] % 120, 56, 112));
        Assert.InRange(patches.Min(patch => patch[0] % 120), 56, 58);
    }

    [Fact]
    public void Takes_what_it_can_get_of_a_small_object()
    {
        // A dot of 2 × 2 pixels: no patch of 8 × 8 is half full, but the best of twenty usually shows some of it.
        var dot = new PlainPreparation
        {
            Foreground = picture => [.. Enumerable.Range(0, 900).Select(i => i % 30 is 14 or 15 && i / 30 is 14 or 15)],
        };
        WriteNumbered(1, 30, 30);
        ImageSet set = ImageSet.Load(
            ImageFolder.List(_folder.Path), Eights, prepare: dot.Prepare, ct: TestContext.Current.CancellationToken);

        ushort[][] patches = Drawn(set.Draws(1), 100);

        int shown = patches.Count(patch => patch[0] % 30 is >= 7 and <= 15 && patch[0] / 30 is >= 7 and <= 15);
        Assert.InRange(shown, 80, 100);
    }

    [Fact]
    public void Moves_a_window_over_pictures_that_do_not_fit_and_decodes_few()
    {
        // Six pictures of 0.39 MiB, of which two fit into 1 MiB. 640 × 640 pixels hold 100 patches of 64 × 64.
        for (int i = 0; i < 6; i++)
            ImageCodec.WritePng(_folder[$"{i}.png"], TinyImages.Constant(640, 640, (byte)i));
        ImageSet set = Load(Eights with { Size = 64, CacheMegabytes = 1 });
        Assert.False(set.IsCached);
        int before = _plain.Count;
        ITrainingDraws draws = set.Draws(1);

        // One picture leaves after every 100 draws; the first five windows are those of the first epoch.
        int[][] windows = [.. Enumerable.Range(0, 12).Select(_ => Pictures(draws, 100, 64).Distinct().ToArray())];

        Assert.All(windows[..5], window => Assert.Equal(2, window.Length));
        for (int i = 1; i < 5; i++)
            Assert.Single(windows[i].Intersect(windows[i - 1]));
        Assert.Equal([0, 1, 2, 3, 4, 5], windows[..5].SelectMany(window => window).Distinct().Order());
        Assert.InRange(_plain.Count - before, 11, 13);
    }

    [Fact]
    public void Repeats_the_same_window_however_it_is_batched()
    {
        for (int i = 0; i < 4; i++)
            ImageCodec.WritePng(_folder[$"{i}.png"], DrawnSquares.Draw(40, (ulong)i));
        ImageSet set = Load(Eights with { CacheMegabytes = 0 }),
            same = Load(Eights with { CacheMegabytes = 0, Threads = 3 });
        ITrainingDraws draws = same.Draws(4);

        float[] whole = Values(set.Draws(4), 90);

        Assert.Equal(whole, Values(draws, 60).Concat(Values(draws, 30)));
    }

    [Fact]
    public void Draws_from_one_picture_at_a_time_where_no_two_fit()
    {
        // 40 × 40 pixels hold 25 patches of 8 × 8.
        for (int i = 0; i < 4; i++)
            ImageCodec.WritePng(_folder[$"{i}.png"], TinyImages.Constant(40, 40, (byte)i));
        ImageSet set = Load(Eights with { CacheMegabytes = 0 });
        int before = _plain.Count;

        int[] pictures = Pictures(set.Draws(1), 100, 8);

        Assert.All(pictures.Chunk(25), run => Assert.Single(run.Distinct()));
        Assert.Equal([0, 1, 2, 3], pictures.Distinct().Order());
        Assert.Equal(before + 4, _plain.Count);
    }

    [Fact]
    public void Keeps_a_subset_that_fits_although_the_whole_did_not()
    {
        for (int i = 0; i < 6; i++)
            ImageCodec.WritePng(_folder[$"{i}.png"], TinyImages.Constant(640, 640, (byte)i));
        ImageSet subset = Load(Eights with { Size = 64, CacheMegabytes = 1 }).Subset([4, 2]);
        int before = _plain.Count;

        int[] pictures = Pictures(subset.Draws(1), 1000, 64);

        Assert.Equal([2, 4], pictures.Distinct().Order());
        Assert.Equal(before + 2, _plain.Count);
    }

    [Fact]
    public void Stays_within_the_cache_on_a_set_of_twice_its_size()
    {
        // 8 pictures of 1 MiB in a cache of 4; each is 1024 × 1024 pixels of 8 bits and 4 KiB of geometry, so three
        // fit.
        for (int i = 0; i < 8; i++)
            ImageCodec.WritePng(_folder[$"{i}.png"], TinyImages.Constant(1024, 1024, (byte)i));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ImageSet set = Load(Eights with { Size = 256, CacheMegabytes = 4 });
        long loaded = GC.GetTotalMemory(forceFullCollection: true);
        ITrainingDraws draws = set.Draws(1);

        // 16 draws a picture: the window moves by three pictures, all of the first epoch.
        for (int i = 0; i < 7; i++)
            draws.Next(8).Dispose();
        long drawn = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(draws);

        Assert.InRange(loaded - before, long.MinValue, 1 << 19);
        Assert.InRange(drawn - before, 5 << 19, 4 << 20);
    }

    [Fact]
    public void Refuses_a_file_that_changed_meanwhile()
    {
        for (int i = 0; i < 2; i++)
            ImageCodec.WritePng(_folder[$"{i}.png"], TinyImages.Constant(8, 8, (byte)i));
        ITrainingDraws draws = Load(Eights with { CacheMegabytes = 0 }).Draws(1);
        for (int i = 0; i < 2; i++)
            ImageCodec.WritePng(_folder[$"{i}.png"], TinyImages.Constant(8, 8, 9));

        TensorAssert.LeavesNoTensors(() =>
            Assert.Contains(
                "found other pixels", Assert.Throws<AnoGanException>(() => draws.Next(3)).Message,
                StringComparison.Ordinal));
    }

    [Fact]
    public void Leaves_one_tensor_to_its_caller()
    {
        WriteNoise(1, 20);
        ITrainingDraws draws = Load(Eights).Draws(1);

        TensorAssert.LeavesNoTensors(() =>
        {
            using Tensor patches = draws.Next(3);
        });
    }

    private ImageSet Load(ImageSetOptions options) =>
        ImageSet.Load(
            ImageFolder.List(_folder.Path), options, prepare: _plain.Prepare,
            ct: TestContext.Current.CancellationToken);

    private void WriteNoise(int count, int size)
    {
        for (int i = 0; i < count; i++)
            ImageCodec.WritePng(_folder[$"{i}.png"], DrawnSquares.Draw(size, (ulong)i));
    }

    // 16-bit levels that count on from picture to picture.
    private void WriteNumbered(int count, int width, int height)
    {
        for (int n = 0; n < count; n++)
        {
            ushort[] levels = [.. Enumerable.Range(n * width * height, width * height).Select(level => (ushort)level)];
            ImageCodec.WritePng(
                _folder[$"{n}.png"],
                new PixelImage(width, height, 1, 16, MemoryMarshal.AsBytes<ushort>(levels).ToArray()));
        }
    }

    private static float[] Values(ITrainingDraws draws, int count)
    {
        using Tensor patches = draws.Next(count);
        return TensorAssert.Values(patches);
    }

    // The 16-bit levels of patches of 8 × 8.
    private static ushort[][] Drawn(ITrainingDraws draws, int count) =>
        [.. Values(draws, count).Select(value => (ushort)Math.Round((value + 1.0) * 32767.5)).Chunk(64)];

    // The pictures of one level each that patches come from.
    private static int[] Pictures(ITrainingDraws draws, int count, int patch) =>
        [.. SavedImages.Levels(Values(draws, count)).Chunk(patch * patch).Select(levels => (int)Math.Round(levels[0]))];
}
