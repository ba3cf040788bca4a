using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class ImageCorpusTests
{
    public static TheoryData<string> Good => [.. CorpusData.Names("image-corpus/good").DefaultIfEmpty("(absent)")];

    public static TheoryData<string> Bad => [.. CorpusData.Names("image-corpus/bad").DefaultIfEmpty("(absent)")];

    [Theory]
    [MemberData(nameof(Good))]
    public void Decodes_to_the_reference_within_a_grey_level(string name)
    {
        string path = CorpusData.Require($"image-corpus/good/{name}");
        (int width, int height, float[] expected) = CorpusData.ReadGrey(
            CorpusData.Require($"image-corpus/gray-reference/{name}.f32"));

        ImageHeader header = ImageCodec.ReadHeader(path);
        PixelImage image = ImageCodec.Read(path);

        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal(new ImageHeader(width, height, image.Channels, image.BitDepth), header);
        float[] grey = new float[width * height];
        PixelConversion.ToGrey(image).CopyToUnit(grey);
        float worst = 0f;
        for (int i = 0; i < grey.Length; i++)
            worst = Math.Max(worst, Math.Abs(grey[i] * 255f - expected[i]));
        Assert.True(worst <= 1f, $"{name} is off by {worst} grey levels");
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Refuses_a_bad_file_in_one_line(string name)
    {
        string path = CorpusData.Require($"image-corpus/bad/{name}");

        var refusal = Assert.Throws<AnoGanException>(() => ImageCodec.Read(path));

        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Contains("expected", refusal.Message, StringComparison.Ordinal);
    }
}
