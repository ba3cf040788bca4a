using System.Security.Cryptography;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class PreparedSquaresTests : IDisposable
{
    private const int Width = 60;
    private const int Height = 50;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Are_the_plain_ones_to_the_bit_without_a_preparation()
    {
        Write("a.png", TinyImages.Grey8(2, 2, 5, 6, 7, 8));

        ImageSet set = Load(new ImageSetOptions { Size = 2 });

        // Width, height, channels and depth as int32, then the samples; the set's hash begins with its channels.
        byte[] hash = SHA256.HashData([2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 5, 6, 7, 8]);
        Assert.Equal(hash, set.PixelHash(0));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([1, .. hash])), set.ContentHash);
        Assert.Null(set.Foreground(0));
        Assert.True(set.Picture(0).Geometry.IsIdentity);
    }

    [Fact]
    public void Show_the_object_on_black_and_know_where_it_is()
    {
        Write("a.png", Part(ground: 20));

        ImageSet set = Load(With("foreground,crop:3", 36));

        // The object, 30×25 pixels from (10, 8) on, with 3 pixels around it: 36×31, so 2 rows of padding above.
        bool[] foreground = set.Foreground(0)!;
        byte[] levels = set.Square(0).Data;
        for (int i = 0; i < levels.Length; i++)
        {
            (int x, int y) = (i % 36 - 3, i / 36 - 5);
            if (!IsAtCorner(x, y, 30, 25))
                Assert.Equal(x is >= 0 and < 30 && y is >= 0 and < 25, foreground[i]);
            Assert.Equal(foreground[i] ? 200 : 0, levels[i]);
        }

        PreparedGeometry prepared = set.Picture(0).Geometry;
        Assert.Equal((7, 5, 36, 31), (prepared.Left, prepared.Tops[0], prepared.Width, prepared.Height));
        Assert.Equal((Width, Height), (prepared.SourceWidth, prepared.SourceHeight));
        Assert.Equal((Width, Width), set.SourceSides);
    }

    [Fact]
    public void Repeat_the_foreground_of_the_edge_in_the_padding()
    {
        // A bar from the upper edge to the lower one: so it goes on above and below.
        Write("a.png", Draw(60, 30, 20, (20, 0, 20, 30, 200)));

        ImageSet set = Load(With("foreground", 60));

        AssertEveryRow(set, x => x is >= 20 and < 40);
    }

    [Fact]
    public void Count_as_foreground_what_is_so_by_half()
    {
        // At half the size column 10 begins at the bar's edge: 7/8 of what it shows is the bar, and 1/8 in column 9.
        Write("a.png", Draw(60, 60, 20, (20, 0, 20, 60, 200)));

        ImageSet set = Load(With("foreground", 30));

        AssertEveryRow(set, x => x is >= 10 and < 20);
        Assert.Equal(175, set.Square(0).Data[10]);
        Assert.Equal(0, set.Square(0).Data[9]);
    }

    [Fact]
    public void Have_no_foreground_where_all_of_the_square_is_the_object()
    {
        // The middle 30×30 pixels of a bar that is 40 wide.
        Write("a.png", Draw(60, 30, 20, (10, 0, 40, 30, 200)));

        Assert.Null(Load(With("foreground", 30) with { Fit = FitMode.Crop }).Foreground(0));
    }

    [Fact]
    public void Are_refused_where_nothing_of_the_object_is_left()
    {
        // 5 of the 16 columns that a pixel of the square shows.
        Write("a.png", Draw(64, 64, 20, (18, 0, 5, 64, 200)));

        var refusal = Assert.Throws<AnoGanException>(() => Load(With("foreground", 4) with { Strict = true }));

        Assert.StartsWith(
            _folder["a.png"] + ": found an object that fills no pixel", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_told_apart_by_their_foreground()
    {
        Write("a.png", Draw(60, 60, 20, (20, 0, 20, 60, 200)));
        Write("b.png", Draw(60, 60, 0, (20, 0, 20, 60, 200)));
        IReadOnlyList<ImageFile> files = ImageFolder.List(_folder.Path);

        PreparedImage prepared = Reader("foreground", 60).Read(files[0]).Prepared!;
        PreparedImage plain = Reader("", 60).Read(files[1]).Prepared!;

        Assert.Equal(plain.Picture.Data, prepared.Picture.Data);
        Assert.NotEqual(
            ContentHash.Of(plain.Picture, plain.Foreground), ContentHash.Of(prepared.Picture, prepared.Foreground));
    }

    [Fact]
    public void Are_the_same_when_read_again()
    {
        Write("a.png", Part(ground: 20));
        Write("b.png", Part(ground: 40));
        ImageSetOptions options = With("foreground,crop:3,percentiles", 16);

        ImageSet cached = Load(options);
        ImageSet reread = Load(options with { CacheMegabytes = 0, Threads = 2 });

        Assert.True(cached.IsCached);
        Assert.False(reread.IsCached);
        Assert.Equal(cached.ContentHash, reread.ContentHash);
        Assert.NotNull(cached.Foreground(1));
        Assert.Equal(cached.Foreground(1), reread.Foreground(1));
        Assert.Equal(cached.Square(1).Data, reread.Square(1).Data);
        Assert.Same(cached.Foreground(1), cached.Subset([1]).Foreground(0));
        Write("b.png", TinyImages.Constant(Width, Height, 1));
        Assert.Contains(
            "other pixels", Assert.Throws<AnoGanException>(() => reread.Foreground(1)).Message, StringComparison.Ordinal
        );
    }

    [Fact]
    public void Keep_the_depth_of_the_preparation_and_need_no_geometry_where_nothing_moves()
    {
        Write("a.png", TinyImages.Constant(Width, Height, 90));

        ImageSet set = Load(With("flatten-light", 32));

        // Even light is half grey.
        Assert.Equal(16, set.Square(0).BitDepth);
        Assert.All(TinyImages.Words(set.Square(0)), word => Assert.Equal(32768, word));
        Assert.True(set.Picture(0).Geometry.IsIdentity);
        Assert.Null(set.Foreground(0));
    }

    [Fact]
    public void Are_read_for_scoring_as_for_training()
    {
        Write("a.png", Part(ground: 20));
        ImageSet set = Load(With("foreground,crop:3,flatten-light:8", 24));
        ReadPicture read = Assert.Single(
            Reader("foreground,crop:3,flatten-light:8", 24)
                .ReadToScore(set.Files, true, group: 1, threads: 1, TestContext.Current.CancellationToken));

        PreparedImage square = read.Prepared!;
        Assert.Equal(set.PixelHash(0), ContentHash.Of(square.Picture, square.Foreground));
        Assert.NotNull(square.Foreground);
        Assert.Equal(set.Foreground(0), square.Foreground);
        Assert.Equal((Width, Height), (square.Geometry.SourceWidth, square.Geometry.SourceHeight));
        Assert.Equal((Width, Height), (read.Original!.Width, read.Original.Height));
    }

    [Theory]
    [InlineData("foreground,crop:3", null)]
    [InlineData("foreground:2,crop", 45)]
    [InlineData("crop", null)]
    public void Bring_a_spot_back_to_where_it_lies_in_the_file(string steps, int? longSide)
    {
        // A bright spot of 4×4 pixels on the object, around (30, 25); the reconstruction is the object without it.
        Write("a.png", Draw(Width, Height, 20, (10, 8, 30, 25, 180), (28, 23, 4, 4, 250)));
        ImageSet set = Load(
            new ImageSetOptions { Size = 24, Preparation = Preparation.Parse(steps, longSide: longSide) });
        float[] image = new float[24 * 24],
            normal = new float[24 * 24];
        set.FillBatch([0], image);
        Array.Fill(normal, 180 / 127.5f - 1);
        bool[]? foreground = set.Foreground(0);

        float[] residuals = ResidualMap.Of(image, normal, 1, foreground);
        var maps = new ScoreMaps(
            set.Picture(0).Geometry, set.Picture(0).Fit!, residuals, residuals, normal, foreground);
        float[] map = maps.MapAtSource();

        Assert.Equal((Width, Height), (maps.Width, maps.Height));
        int[] spot =
        [
            .. Enumerable.Range(0, map.Length).Where(i => i % Width is >= 22 and < 38 && i / Width is >= 17 and < 31),
        ];
        double mass = spot.Sum(i => map[i]);
        Assert.Equal(30, spot.Sum(i => map[i] * (i % Width + 0.5)) / mass, tolerance: 0.2);
        Assert.Equal(25, spot.Sum(i => map[i] * (i / Width + 0.5)) / mass, tolerance: 0.2);

        // 8 pixels from the object nothing is compared, whether cut off or background.
        Assert.Equal(-1, map[0]);
        Assert.Equal(-1, map[20 * Width + 50]);
        Assert.Equal(-1, map[42 * Width + 20]);
        Assert.Equal(0, maps.Reconstruction().Data[20 * Width + 50]);
        Assert.Equal(180, maps.Reconstruction().Data[20 * Width + 20]);
    }

    private static PictureReader Reader(string steps, int size) => new()
    {
        Shape = new SquareShape(size, 1, Stride: null),
        Fit = FitMode.Pad,
        Prepare = steps.Length == 0 ? Preparation.None.Apply : Preparation.Parse(steps).Apply,
        ToGrey = true,
    };

    private static ImageSetOptions With(string steps, int size) =>
        new() { Size = size, Preparation = Preparation.Parse(steps) };

    private static PixelImage Part(byte ground) => Draw(Width, Height, ground, (10, 8, 30, 25, 200));

    private static PixelImage Draw(
        int width, int height, byte ground, params (int Left, int Top, int Width, int Height, byte Level)[] rectangles)
    {
        PixelImage picture = TinyImages.Constant(width, height, ground);
        foreach ((int left, int top, int rectangleWidth, int rectangleHeight, byte level) in rectangles)
        {
            for (int y = top; y < top + rectangleHeight; y++)
                Array.Fill(picture.Data, level, y * width + left, rectangleWidth);
        }

        return picture;
    }

    // The search for the object rounds corners: within 2 pixels of one either answer is right.
    private static bool IsAtCorner(int x, int y, int width, int height) =>
        (Math.Abs(x) <= 2 || Math.Abs(x - (width - 1)) <= 2) && (Math.Abs(y) <= 2 || Math.Abs(y - (height - 1)) <= 2);

    private static void AssertEveryRow(ImageSet set, Func<int, bool> isObject)
    {
        bool[] row = [.. Enumerable.Range(0, set.Size).Select(isObject)];
        Assert.Equal([.. Enumerable.Repeat(row, set.Size).SelectMany(r => r)], set.Foreground(0)!);
    }

    private void Write(string name, PixelImage image) => ImageCodec.WritePng(_folder[name], image);

    private ImageSet Load(ImageSetOptions options) =>
        ImageSet.Load(ImageFolder.List(_folder.Path), options, ct: TestContext.Current.CancellationToken);
}
