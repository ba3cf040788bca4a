using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

/// <summary>A picture in memory is read as its file is.</summary>
public sealed class ImageSourceTests
{
    public static TheoryData<string> Names =>
    [
        .. (string[])
        [
            .. CorpusData.Names("image-corpus/good").Select(name => $"good/{name}"),
            .. CorpusData.Names("image-corpus/bad").Select(name => $"bad/{name}"),
        ] is { Length: > 0 } names ? names : ["(absent)"],
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_what_its_file_gives_or_refuses_it_too(string name)
    {
        string path = CorpusData.Require($"image-corpus/{name}");
        var memory = new ImageSource("a.zip!b.png", File.ReadAllBytes(path));

        if (Record.Exception(() => ImageCodec.Read(path)) is { } refusal)
        {
            string message = Assert.Throws<AnoGanException>(() => ImageCodec.Read(memory)).Message;
            Assert.StartsWith($"{memory.Name}: found ", message, StringComparison.Ordinal);
            Assert.Equal(refusal.Message.Split(';')[^1], message.Split(';')[^1]);
            return;
        }

        PixelImage file = ImageCodec.Read(path), read = ImageCodec.Read(memory);
        Assert.Equal((file.Width, file.Height, file.Channels, file.BitDepth),
            (read.Width, read.Height, read.Channels, read.BitDepth));
        Assert.Equal(file.Data, read.Data);
        Assert.Equal(ImageCodec.ReadHeader(path), ImageCodec.ReadHeader(memory));
        Assert.Equal(ImageCodec.ReadPages(path), ImageCodec.ReadPages(memory));
    }

    [Fact]
    public void A_page_that_is_refused_is_named_with_its_number()
    {
        byte[] scan = TinyTiff.Of(new(1, 5), new TinyTiff.Page(1, 6) { IsLost = true });

        string message = Assert.Throws<AnoGanException>(() => ImageCodec.Read(new ImageSource("a.zip!s.tif", scan), 2))
            .Message;

        Assert.StartsWith("a.zip!s.tif#2: ", message, StringComparison.Ordinal);
    }
}
