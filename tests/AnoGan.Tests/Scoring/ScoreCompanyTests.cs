using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Scoring;

/// <summary>Which images are scored together, and in which order, changes no bit of a score.</summary>
[Collection(TensorTests.Name)]
public sealed class ScoreCompanyTests : IDisposable
{
    private const int Count = 23;

    private readonly TempFolder _temp = new();

    public ScoreCompanyTests()
    {
        TinyRuns.Draw(_temp["normal"], 70);
        TinyRuns.Draw(_temp["test"], Count, firstSeed: 300);
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(4, 16, 1)]
    [InlineData(10, 16, 1)]
    [InlineData(10, 7, 2)]
    [InlineData(16, 9, 2)]
    [InlineData(13, 64, 2)]
    [InlineData(1, 5, 1)]
    public void Whole_pictures_have_the_same_numbers_in_any_company(int latent, int batch, int threads)
    {
        TrainRequest train = TinyRuns.Train(_temp["normal"], _temp["model"]) with { Latent = latent };
        TinyRuns.Run(train);

        AssertSameInAnyCompany(batch, threads);
    }

    [Theory]
    [InlineData(4, 16, 1)]
    [InlineData(10, 7, 2)]
    public void Pictures_seen_in_tiles_have_the_same_numbers_in_any_company(int latent, int batch, int threads)
    {
        TinyRuns.DrawWide(_temp["test"], Count, firstSeed: 300);
        TrainRequest train = TinyRuns.TrainPatches(_temp["normal"], _temp["model"]) with { Latent = latent };
        TinyRuns.Run(train);

        AssertSameInAnyCompany(batch, threads);
    }

    [Fact]
    public void Searches_from_random_starts_have_the_same_numbers_in_any_company()
    {
        TinyRuns.Run(TinyRuns.Train(_temp["normal"], _temp["model"]).WithoutEncoder());

        AssertSameInAnyCompany(batch: 9, threads: 2, restarts: 3);
    }

    private void AssertSameInAnyCompany(int batch, int threads, int restarts = 1)
    {
        SortedDictionary<string, string> together = Score("together", Enumerable.Range(0, Count), i => $"{i:D3}");

        // In the opposite order, as two halves, and each third alone.
        Assert.Equal(together, Score("reversed", Enumerable.Range(0, Count), i => $"{Count - i:D3}"));
        SortedDictionary<string, string> halves = Score("left", Enumerable.Range(0, 10), i => $"{i:D3}");
        foreach ((string image, string numbers) in Score("right", Enumerable.Range(10, Count - 10), i => $"{i:D3}"))
            halves.Add(image, numbers);
        Assert.Equal(together, halves);
        for (int i = 0; i < Count; i += 3)
        {
            (string image, string numbers) = Assert.Single(Score($"alone{i}", [i], _ => "x"));
            Assert.Equal(together[image], numbers);
        }

        SortedDictionary<string, string> Score(string name, IEnumerable<int> images, Func<int, string> nameOf)
        {
            var originals = new Dictionary<string, string>();
            Directory.CreateDirectory(_temp[name]);
            foreach (int i in images)
            {
                originals[$"{nameOf(i)}.png"] = $"{i:D3}";
                File.Copy(_temp[$"test/{i:D3}.png"], _temp[$"{name}/{nameOf(i)}.png"]);
            }

            TinyRuns.Run(TinyRuns.Score(_temp[name], _temp["model"], _temp[$"{name}-results"]) with
            {
                Threads = threads,
                WritesPictures = false,
                AdjustSearch = search => search with { Batch = batch, Restarts = restarts, Steps = 12 },
            });
            var numbers = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (
                string[] fields in File.ReadLines(_temp[$"{name}-results/scores.csv"])
                    .Skip(1)
                    .Select(line => line.Split(',')))
                numbers[originals[fields[0]]] = string.Join(',', fields[2..10]);
            return numbers;
        }
    }
}
