using AnoGan.Images;
using AnoGan.Tests.Support;
using NetVips;

namespace AnoGan.Tests.Fuzzing;

[Collection(FuzzTests.Name)]
public sealed class ImageFuzzTests : IDisposable
{
    // Damage can make a list of thousands.
    private const int MaximumPages = 5;

    private readonly TempFolder _temp = new();

    public static TheoryData<string> Formats => [.. ImageSeeds.Formats];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_seed_is_read(string format)
    {
        foreach (byte[] seed in ImageSeeds.Of(format))
        {
            File.WriteAllBytes(_temp["seed"], seed);
            RequireSound(_temp["seed"]);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Category", "Slow")]
    public void Damaged_pictures_are_refused_or_read_whole(string format)
    {
        byte[][] seeds = ImageSeeds.Of(format);
        string path = _temp[$"picture.{format}"];

        new FuzzRun($"image-{format}", 450).Read(Make, path, () => RequireSound(path), leastShare: 0.02);

        byte[] Make(Random random)
        {
            bool mendsChecksums = format == "png" && random.Next(4) > 0;
            byte[] damaged =
                format == "pnm" && random.Next(2) == 0
                    ? TextMutator.Mutate(seeds, random)
                    : ByteMutator.Mutate(seeds, random);
            return mendsChecksums ? TinyImages.MendChecksums(damaged) : damaged;
        }
    }

    // Of a file whose first page is sound, others may not be.
    private static void RequireSoundPage(string path, int page)
    {
        try
        {
            PixelImage image = ImageCodec.Read(path, page);
            Assert.Equal(
                new ImageHeader(image.Width, image.Height, image.Channels, image.BitDepth),
                ImageCodec.ReadHeader(path, page));
        }
        catch (AnoGanException e)
        {
            Assert.StartsWith($"{path}#{page}: ", e.Message, StringComparison.Ordinal);
        }
    }

    private static void RequireSound(string path)
    {
        PixelImage image = ImageCodec.Read(path);

        Assert.Equal(
            new ImageHeader(image.Width, image.Height, image.Channels, image.BitDepth), ImageCodec.ReadHeader(path));
        Assert.True((long)image.Width * image.Height <= ImageCodec.MaximumPixels);
        foreach (int page in ImageCodec.ReadPages(path).Take(MaximumPages))
            RequireSoundPage(path, page);
    }
}

/// <summary>Sound pictures of a few pixels in every format that is read.</summary>
internal static class ImageSeeds
{
    /// <summary>The formats.</summary>
    public static readonly string[] Formats = ["png", "jpg", "tif", "bmp", "webp", "gif", "pnm"];

    // 4×6 pixels, run-length coded.
    private static readonly byte[] Runs =
    [
        4, 1, 0, 0, 3, 2, 1, 1, 0, 0, 0, 4, 1, 2, 3, 0, 0, 0, 4, 2, 0, 0, 4, 3, 0, 0, 4, 1, 0, 1,
    ];

    /// <summary>Files of one format.</summary>
    public static byte[][] Of(string format)
    {
        using Image grey = Drawn(1, 8), colour = Drawn(3, 8), deep = Drawn(3, 16);
        using Image alpha = colour.Bandjoin(128);
        using Image unit = (grey / 255.0).Cast(Enums.BandFormat.Float);
        return format switch
        {
            "png" =>
            [
                grey.PngsaveBuffer(), colour.PngsaveBuffer(interlace: true), deep.PngsaveBuffer(),
                alpha.PngsaveBuffer(), colour.PngsaveBuffer(palette: true),
                TinyImages.Png(9, 2, 1, 0, [0xAA, 0x80], [0x55, 0]),
            ],
            "jpg" =>
            [
                grey.JpegsaveBuffer(), colour.JpegsaveBuffer(q: 90), colour.JpegsaveBuffer(interlace: true),
                colour.JpegsaveBuffer(restartInterval: 1),
            ],
            "tif" =>
            [
                grey.TiffsaveBuffer(),
                colour.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw),
                unit.TiffsaveBuffer(),
                deep.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate),
                colour.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16),
                alpha.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Packbits),
                colour.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg),
                TinyTiff.Of(
                    new(3, 1, 2, 3, 4, 5, 6), new(2, 30, 4000) { Bits = 16 }, new(1, 7) { Subfile = 1 }, new(1, 9)),
            ],
            "webp" =>
            [
                colour.WebpsaveBuffer(), colour.WebpsaveBuffer(lossless: true), alpha.WebpsaveBuffer(), Film("webp"),
            ],
            "gif" => [grey.GifsaveBuffer(), colour.GifsaveBuffer(interlace: true), Film("gif")],
            "bmp" =>
            [
                TinyBmp.Of(4, 6, 24, 0, [], Steps(12 * 6)),
                TinyBmp.Of(4, -6, 32, 0, [], Steps(16 * 6)),
                TinyBmp.Of(3, 2, 16, 3, TinyBmp.Masks(0xF800, 0x7E0, 0x1F), Steps(8 * 2)),
                TinyBmp.Of(5, 3, 32, 3, TinyBmp.Masks(0xFF0000, 0xFF00, 0xFF), Steps(20 * 3)),
                TinyBmp.Of(9, 2, 1, 0, TinyBmp.Greys(9, 250), [0xAA, 0x80, 0, 0, 0x55, 0, 0, 0]),
                TinyBmp.Of(3, 2, 4, 0, TinyBmp.Greys(1, 2, 3, 4), [0x01, 0x20, 0, 0, 0x32, 0x10, 0, 0]),
                TinyBmp.Of(4, 6, 8, 1, TinyBmp.Greys(0, 20, 50, 251), Runs),
                TinyBmp.Of(
                    4, 3, 4, 2, TinyBmp.Greys(0, 20, 50, 251), [4, 0x12, 0, 0, 0, 0, 0, 3, 0x12, 0x30, 1, 0x20, 0, 1]),
            ],
            "pnm" =>
            [
                "P1 # bits\n3 2\n1 0 1 010"u8.ToArray(), "P2 3 2 9\n1 2 3\n4 5 9\n"u8.ToArray(),
                "P3\n1 2\n65535\n1 2 3 60000 5 6\n"u8.ToArray(), [.. "P4\n9 2\n"u8, 0xAA, 0x80, 0x55, 0],
                [.. "P5 3 2 255\n"u8, 1, 2, 3, 4, 5, 6], [.. "P6 2 1 300\n"u8, 0, 1, 1, 44, 0, 3, 0, 4, 1, 5, 0, 6],
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    /// <summary>Three frames of 4×4, of 20 but for the first pixel: 60 times the frame's number.</summary>
    public static byte[] Film(string format)
    {
        Image[] frames = [.. Enumerable.Range(1, 3).Select(page =>
        {
            byte[] levels = new byte[16];
            Array.Fill(levels, (byte)20);
            levels[0] = (byte)(60 * page);
            return Image.NewFromMemory(levels, 4, 4, 1, Enums.BandFormat.Uchar);
        })];
        using Image stacked = Image.Arrayjoin(frames, across: 1);
        using Image colour = stacked.Colourspace(Enums.Interpretation.Srgb);
        using Image film = colour.Mutate(changed => changed.Set(GValue.GIntType, "page-height", 4));
        Array.ForEach(frames, frame => frame.Dispose());
        return format == "gif" ? film.GifsaveBuffer() : film.WebpsaveBuffer(lossless: true);
    }

    private static Image Drawn(int bands, int bits)
    {
        using Image index = Image.Xyz(24, 18);
        using Image sum = (index[0] * 9 + index[1] * 5) * (bits == 8 ? 1 : 257);
        using Image first = sum.Cast(bits == 8 ? Enums.BandFormat.Uchar : Enums.BandFormat.Ushort);
        if (bands == 1)
            return first.Copy(interpretation: Enums.Interpretation.Bw);
        using Image second = first.Flip(Enums.Direction.Horizontal), third = first.Flip(Enums.Direction.Vertical);
        using Image joined = first.Bandjoin(second, third);
        return joined.Copy(interpretation: bits == 8 ? Enums.Interpretation.Srgb : Enums.Interpretation.Rgb16);
    }

    private static byte[] Steps(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 3))];
}
