using AnoGan.Imaging;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Fuzzing;

[Collection(FuzzTests.Name)]
public sealed class ImageFuzzTests : IDisposable
{
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

        // A GIF, a WebP or a run-length coded BMP of a few bytes may rightly show 2^27 pixels of one colour.
        new FuzzRun($"image-{format}", 450, maximumGrowth: 2L << 30).Read(Make, path, () => RequireSound(path), leastShare: 0.02);

        byte[] Make(Random random)
        {
            bool mendsChecksums = format == "png" && random.Next(4) > 0;
            byte[] damaged = format == "pnm" && random.Next(2) == 0 ? TextMutator.Mutate(seeds, random) : ByteMutator.Mutate(seeds, random);
            return mendsChecksums ? TinyImages.MendChecksums(damaged) : damaged;
        }
    }

    private static void RequireSound(string path)
    {
        PixelImage image = ImageCodec.Read(path);

        Assert.Equal(new ImageHeader(image.Width, image.Height, image.Channels, image.BitDepth), ImageCodec.ReadHeader(path));
        Assert.True((long)image.Width * image.Height <= ImageCodec.MaximumPixels);
    }
}
