using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class DifferentPicturesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Without_copies_the_draw_is_the_beginning_of_the_order_of_its_seed()
    {
        int[] order = new EpochOrder(50, 7).Next(50);

        (int[] drawn, int[] others) = DifferentPictures.Draw([.. Enumerable.Range(0, 50)], 20, 7);

        Assert.Equal(order[..20], drawn);
        Assert.Equal(order[20..], others);
    }

    [Fact]
    public void No_picture_is_drawn_twice_or_stands_on_both_sides()
    {
        // 0 to 9 three times each.
        int[] originals = [.. Enumerable.Range(0, 30).Select(i => i % 10)];

        (int[] drawn, int[] others) = DifferentPictures.Draw(originals, 4, 1);

        Assert.Equal(4, drawn.Select(i => originals[i]).Distinct().Count());
        Assert.Equal(18, others.Length);
        Assert.Empty(drawn.Select(i => originals[i]).Intersect(others.Select(i => originals[i])));
    }

    [Fact]
    public void One_pair_changes_the_draw_only_where_it_would_have_been_parted()
    {
        int[] order = new EpochOrder(50, 7).Next(50);
        int[] together = Copy(order[3], order[30]), apart = Copy(order[25], order[30]);

        AssertParts([.. order[..3], .. order[4..21]], [order[3], .. order[21..]], together);
        AssertParts(order[..20], order[20..], apart);

        void AssertParts(int[] drawn, int[] others, int[] originals)
        {
            (int[] Drawn, int[] Others) parts = DifferentPictures.Draw(originals, 20, 7);
            Assert.Equal(drawn, parts.Drawn);
            Assert.Equal(others, parts.Others);
        }

        static int[] Copy(int a, int b) =>
            [.. Enumerable.Range(0, 50).Select(i => i == a || i == b ? Math.Min(a, b) : i)];
    }

    [Fact]
    public void A_picture_that_is_there_many_times_is_held_out_last_so_that_training_keeps_it()
    {
        // 0 five hundred times, and five hundred others.
        int[] originals = [.. Enumerable.Range(0, 1000).Select(i => i < 500 ? 0 : i)];

        (int[] drawn, int[] others) = DifferentPictures.Draw(originals, 50, 1);

        Assert.Equal((50, 0), (drawn.Length, drawn.Count(i => originals[i] == 0)));
        Assert.Equal(500, others.Count(i => originals[i] == 0));
    }

    [Fact]
    public void Copies_are_known_by_their_pixels_and_counted()
    {
        foreach (
            (string name, byte level) in (ReadOnlySpan<(string, byte)>)
                [("a.png", 1), ("b.png", 2), ("c.bmp", 1), ("d.png", 3), ("e.png", 4)])
            ImageCodec.WritePng(_temp[name], TinyImages.Constant(8, 8, level));

        ImageSet set = Load();

        Assert.Equal([0, 1, 0, 3, 4], set.Originals);
        Assert.Equal([0, 0], set.Subset([2, 0]).Originals);
        Assert.StartsWith(
            "1 of 5 images is an exact copy of others, such as c.bmp of a.png: each copy weighs",
            DifferentPictures.Warning(set), StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_that_is_one_picture_many_times_is_told_what_that_does()
    {
        for (int i = 0; i < 6; i++)
            ImageCodec.WritePng(_temp[$"{i}.png"], TinyImages.Constant(8, 8, (byte)Math.Max(i, 3)));

        string warning = DifferentPictures.Warning(Load())!;

        // 0 to 3 are the same: four of six.
        Assert.StartsWith(
            "6 images show 3 different pictures only, one of them 4 times (0.png): ", warning, StringComparison.Ordinal
        );
        Assert.Contains("other normal images get high scores", warning, StringComparison.Ordinal);
        Assert.Contains("p-values", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_where_all_differ()
    {
        for (int i = 0; i < 3; i++)
            ImageCodec.WritePng(_temp[$"{i}.png"], TinyImages.Constant(8, 8, (byte)i));

        Assert.Null(DifferentPictures.Warning(Load()));
    }

    private ImageSet Load() =>
        ImageSet.Load(
            ImageFolder.List(_temp.Path), new ImageSetOptions { Size = 8 }, ct: TestContext.Current.CancellationToken);
}
