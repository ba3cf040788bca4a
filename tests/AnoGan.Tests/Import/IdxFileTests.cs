using AnoGan.Import;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Import;

public sealed class IdxFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Reads_images_of_the_sizes_in_the_header()
    {
        // Two images of 2 rows and 3 columns.
        byte[] content = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

        IdxFile file = IdxFile.ReadImages(Save(content));

        Assert.Equal([2, 2, 3], file.Sizes);
        Assert.Equal([7, 8, 9, 10, 11, 12], file.Item(1).ToArray());
    }

    [Fact]
    public void Reads_labels_whose_count_needs_more_than_one_byte()
    {
        byte[] content = [0, 0, 8, 1, 0, 0, 1, 2, .. Enumerable.Range(0, 258).Select(i => (byte)(i % 10))];

        IdxFile file = IdxFile.ReadLabels(Save(content));

        Assert.Equal(258, file.Count);
        Assert.Equal([7], file.Item(257).ToArray());
    }

    [Fact]
    public void Knows_gzip_by_its_content_and_hashes_the_file_as_it_lies_there()
    {
        IdxFile plain = IdxFile.ReadLabels(Save(IdxBytes.Labels(3, 5), "labels.gz"));
        IdxFile zipped = IdxFile.ReadLabels(Save(IdxBytes.Gzip(IdxBytes.Labels(3, 5)), "labels.idx"));

        Assert.Equal([3, 5], plain.Values.ToArray());
        Assert.Equal([3, 5], zipped.Values.ToArray());

        // printf '\0\0\10\1\0\0\0\2\3\5' | sha256sum
        Assert.Equal("62180e91d20064c977b67c4e0aff23ceb5a32df8f72a2e787a2e6e2f09752ccb", plain.Hash);
        Assert.NotEqual(plain.Hash, zipped.Hash);
    }

    [Theory]
    [InlineData("found an empty file")]
    [InlineData("found magic 0x89504E47, expected 0x00000803", 0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0)]
    [InlineData("found magic 0x0000, expected 0x00000803", 0, 0)]
    [InlineData("found magic 0x00000D03", 0, 0, 0x0D, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0)]
    [InlineData("found labels (magic 0x00000801), expected images", 0, 0, 8, 1, 0, 0, 0, 1, 7)]
    [InlineData("found 10 bytes, expected a header of 16", 0, 0, 8, 3, 0, 0, 0, 1, 0, 0)]
    [InlineData(
        "found 19 bytes, expected 20 for 2×1×2 images", 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3)]
    [InlineData("found more than 20 bytes", 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5)]
    [InlineData("found 0×1×2 images", 0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2)]
    [InlineData("found 2×1×0 images", 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0)]
    [InlineData(
        "found a header of 4294967295×4294967295×4294967295 images", 0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255)]
    public void Refuses_what_it_cannot_read_in_one_line(string named, params int[] content)
    {
        byte[] bytes = Array.ConvertAll(content, value => (byte)value);

        // Plain and compressed files are refused alike.
        foreach (string path in (string[])[Save(bytes, "plain"), Save(IdxBytes.Gzip(bytes), "zipped")])
        {
            var refusal = Assert.Throws<AnoGanException>(() => IdxFile.ReadImages(path));

            Assert.StartsWith($"{path}: found ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
        }
    }

    [Fact]
    public void Sets_nothing_aside_for_images_that_a_header_only_claims()
    {
        // 2,000,000,000 images of one pixel, of which there is one.
        byte[] content = [0, 0, 8, 3, 0x77, 0x35, 0x94, 0, 0, 0, 0, 1, 0, 0, 0, 1, 9];
        string plain = Save(content, "plain"), zipped = Save(IdxBytes.Gzip(content), "zipped");

        long before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Throws<AnoGanException>(() => IdxFile.ReadImages(plain));
        var refusal = Assert.Throws<AnoGanException>(() => IdxFile.ReadImages(zipped));
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Contains("found 17 bytes, expected 2000000016", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 100_000_000);
    }

    [Fact]
    public void Stops_unpacking_where_the_header_says_that_the_images_end()
    {
        // 64 MiB of zeros behind one image pack into 64 KiB.
        string path = Save(IdxBytes.Gzip([.. IdxBytes.Images(1), .. new byte[64 << 20]]));

        var refusal = Assert.Throws<AnoGanException>(() => IdxFile.ReadImages(path));

        Assert.Contains("found more than 18 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_compressed_data_that_was_cut_or_changed()
    {
        byte[] sound = IdxBytes.Gzip(IdxBytes.Images(20));
        byte[] changed = [.. sound];
        changed[^6] ^= 1;

        foreach (string path in (string[])[Save(sound[..(sound.Length / 2)], "cut"), Save(changed, "changed")])
        {
            var refusal = Assert.Throws<AnoGanException>(() => IdxFile.ReadImages(path));

            Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Refuses_a_missing_file_and_a_folder()
    {
        Assert.Contains(
            "cannot be read", Assert.Throws<AnoGanException>(() => IdxFile.ReadImages(_temp["missing"])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "found a folder", Assert.Throws<AnoGanException>(() => IdxFile.ReadImages(_temp.Path)).Message,
            StringComparison.Ordinal);
    }

    private string Save(byte[] content, string name = "file") => IdxBytes.Save(_temp, name, content);
}
