using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class ShardTests
{
    // The first eight bytes of SHA-256 as a number, worked out elsewhere: 9153304788650147672, 8114794036162446001 and
    // 4476648631084369469; the remainder, and 1.
    [Theory]
    [InlineData("a.png", 3, 3)]
    [InlineData("a.png", 7, 2)]
    [InlineData("good/001.png", 2, 2)]
    [InlineData("good/001.png", 7, 6)]
    [InlineData("b ü.png", 10_000, 9470)]
    public void Is_told_by_the_hash_of_the_path(string path, int count, int number) =>
        Assert.Equal([number], Enumerable.Range(1, count).Where(i => new Shard(i, count).Holds(path)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void Every_file_belongs_to_one_and_each_has_about_as_many(int count)
    {
        int[] files = new int[count];
        for (int i = 0; i < 6400; i++)
            files[Enumerable.Range(1, count).Single(number => new Shard(number, count).Holds($"good/{i}.png")) - 1]++;

        int mean = 6400 / count;
        Assert.All(files, found => Assert.InRange(found, mean * 0.6, mean * 1.4));
    }

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("2/7", 2, 7)]
    [InlineData("10000/10000", 10_000, 10_000)]
    public void Is_read_as_it_is_written(string text, int number, int count)
    {
        Assert.Equal(new Shard(number, count), Shard.Parse(text));
        Assert.Equal(text, new Shard(number, count).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("-1/3")]
    [InlineData("1/0")]
    [InlineData("1/10001")]
    [InlineData("1/3/5")]
    [InlineData("1.5/3")]
    [InlineData("a/b")]
    [InlineData("1/99999999999")]
    public void Anything_else_is_refused(string text) => Assert.Equal(
        $"Shard: found '{text}', expected I/N, such as 2/7, with N up to 10000 and I from 1 to N",
        Assert.Throws<AnoGanException>(() => Shard.Parse(text)).Message);
}
