using AnoGan.Import;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Fuzzing;

[Collection(FuzzTests.Name)]
public sealed class IdxFuzzTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("images")]
    [InlineData("labels")]
    [Trait("Category", "Slow")]
    public void Damaged_files_are_refused_or_read_whole(string what)
    {
        string path = _temp[$"{what}.idx"];
        byte[] plain = what == "images" ? IdxBytes.Images(12) : IdxBytes.Labels(3, 5, 0, 255, 9);
        byte[][] packed = [IdxBytes.Gzip(plain)];

        new FuzzRun($"idx-{what}", 600).Read(Make, path, () =>
        {
            IdxFile file = what == "images" ? IdxFile.ReadImages(path) : IdxFile.ReadLabels(path);
            Assert.All(file.Sizes, size => Assert.True(size > 0));
            Assert.Equal(file.Sizes.Aggregate(1L, (product, size) => product * size), file.Values.Length);
            Assert.Equal(file.Values.Length / file.Count, file.Item(file.Count - 1).Length);
        });

        byte[] Make(Random random) => random.Next(4) switch
        {
            0 => ByteMutator.Mutate(packed, random),
            1 => IdxBytes.Gzip(ByteMutator.Mutate([plain], random)),
            _ => ByteMutator.Mutate([plain], random),
        };
    }
}
