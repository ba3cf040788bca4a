using AnoGan.Images;
using AnoGan.Tests.Support;

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
