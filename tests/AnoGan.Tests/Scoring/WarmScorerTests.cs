using System.Collections.Concurrent;
using System.Globalization;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

/// <summary>A model that stays loaded scores as `anogan score` does.</summary>
[Collection(TensorTests.Name)]
public sealed class WarmScorerTests(TrainedModelFixture whole, TrainedPatchModelFixture patches)
    : IClassFixture<TrainedModelFixture>, IClassFixture<TrainedPatchModelFixture>, IDisposable
{
    private const int Threads = 4;

    private static readonly WarmScorerOptions Plain = new() { Threads = 1, Device = "cpu", FalsePositiveRate = 0.5 };

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false, ScoreKind.Combined, 3)]
    [InlineData(false, ScoreKind.Paper, null)]
    [InlineData(true, ScoreKind.Combined, 3)]
    public void Has_every_number_of_a_run_from_several_threads_at_once(bool seesPatches, ScoreKind kind, int? steps)
    {
        string model = seesPatches ? patches.Model : whole.Model;

        AssertAsTheRun(model, Plain with { Kind = kind, Steps = steps }, isWhole: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_steps_has_the_scores_of_a_run_with_its_search(bool seesPatches) =>
        AssertAsTheRun(seesPatches ? patches.Model : whole.Model, Plain, isWhole: false);

    [Fact]
    public void Without_an_encoder_searches_as_the_model_does()
    {
        TinyRuns.Draw(_temp["normal"], 70);
        TinyRuns.Run(TinyRuns.Train(_temp["normal"], _temp["model"]).WithoutEncoder());

        AssertAsTheRun(_temp["model"], Plain, isWhole: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Finds_the_defects_that_a_run_finds(bool seesPatches)
    {
        TinyRuns.DrawWide(_temp["test"], 9, firstSeed: 500);
        byte[] board = [.. Enumerable.Range(0, 24 * 20).Select(i => (byte)((i / 24 / 5 + i % 24 / 6) % 2 * 255))];
        ImageCodec.WritePng(_temp["test/board.png"], new PixelImage(24, 20, 1, 8, board));
        string model = seesPatches ? patches.Model : whole.Model;
        ScoreSummary run = TinyRuns.Run(TinyRuns.Score(_temp["test"], model, _temp["results"]) with
        {
            FalsePositiveRate = 0.5, FindsDefects = true, MinArea = 1,
        });
        using WarmScorer scorer = WarmScorer.Load(model, Plain with { FindsDefects = true, MinArea = 1 });

        string[] found =
        [
            .. run.ReadRows().SelectMany(row => scorer
                .Score(row.Path, File.ReadAllBytes(_temp[$"test/{row.Path}"]), TestContext.Current.CancellationToken)
                .Defects!.Regions
                .Select((region, i) => string.Create(CultureInfo.InvariantCulture,
                    $"{row.Path},{i + 1},{region.X},{region.Y},{region.Width},{region.Height},{region.Area},"))),
        ];

        string[] table = [.. File.ReadLines(_temp["results/regions.csv"]).Skip(1)];
        Assert.NotEmpty(table);
        Assert.Equal(table.Length, found.Length);
        Assert.All(table.Zip(found), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public void Takes_bytes_and_pictures_as_it_takes_files()
    {
        TinyRuns.DrawWide(_temp["test"], 1, firstSeed: 500);
        string path = _temp["test/000.png"];
        using WarmScorer scorer = WarmScorer.Load(whole.Model, Plain with { FindsDefects = true, MinArea = 1 });

        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ScoredImage file = scorer.Score(new ImageFile(path, "000.png", ""), cancellation);
        ScoredImage bytes = scorer.Score("camera 1", File.ReadAllBytes(path), cancellation);
        ScoredImage picture = scorer.Score(ImageFile.InMemory("camera 2", ImageCodec.Read(path)), cancellation);

        Assert.All([bytes, picture], image =>
        {
            Assert.Equivalent(file.Score, image.Score, strict: true);
            Assert.Equal(file.Maps!.MapAtSource(), image.Maps!.MapAtSource());
            Assert.Equal(file.Defects!.Regions, image.Defects!.Regions);
        });
        Assert.Equal(("camera 1", "camera 2"), (bytes.File.Name, picture.File.Name));
        Assert.Equal(0, file.Steps);
    }

    [Fact]
    public void Says_what_is_wrong_with_bytes_under_their_name()
    {
        using WarmScorer scorer = WarmScorer.Load(whole.Model, Plain);

        ScoredImage text = scorer.Score("camera 1", "no picture"u8.ToArray(), TestContext.Current.CancellationToken);
        ScoredImage empty = scorer.Score("camera 1", [], TestContext.Current.CancellationToken);

        Assert.StartsWith("camera 1: found text, expected PNG", text.Error, StringComparison.Ordinal);
        Assert.StartsWith("camera 1: found an empty file", empty.Error, StringComparison.Ordinal);
        Assert.Null(text.Score);
    }

    [Fact]
    public async Task Ends_with_the_pictures_that_wait_and_takes_no_more()
    {
        TinyRuns.Draw(_temp["test"], 1, firstSeed: 300);
        byte[] picture = File.ReadAllBytes(_temp["test/000.png"]);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        WarmScorer scorer = WarmScorer.Load(whole.Model, Plain);
        Task<ScoredImage>[] waiting =
            [.. Enumerable.Range(0, 40).Select(i => scorer.ScoreAsync($"{i}", picture, cancellation))];

        scorer.Dispose();
        scorer.Dispose();

        ScoredImage[] scored = await Task.WhenAll(waiting);
        Assert.All(scored, image => Assert.Equal(scored[0].Score!.Score, image.Score!.Score));
        Assert.Throws<ObjectDisposedException>(() => scorer.Score("late", picture, cancellation));
    }

    [Fact]
    public async Task Who_stops_waiting_disturbs_nobody()
    {
        TinyRuns.Draw(_temp["test"], 1, firstSeed: 300);
        byte[] picture = File.ReadAllBytes(_temp["test/000.png"]);
        using WarmScorer scorer = WarmScorer.Load(whole.Model, Plain);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        Task<ScoredImage> left = scorer.ScoreAsync("left", picture, stopped.Token);
        ScoredImage other = await scorer.ScoreAsync("other", picture, TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.NotNull(other.Score);
    }

    [Fact]
    public void Refuses_what_it_cannot_load()
    {
        AnoGanException missing = Assert.Throws<AnoGanException>(() => WarmScorer.Load(_temp["none"], Plain).Dispose());
        AnoGanException option = Assert.Throws<AnoGanException>(
            () => WarmScorer.Load(whole.Model, Plain with { Threads = 0 }).Dispose());

        Assert.Contains("expected a model directory", missing.Message, StringComparison.Ordinal);
        Assert.Equal("Threads: found 0, expected 1 to 1024", option.Message);
    }

    [Fact]
    public void Models_take_turns()
    {
        var turn = new FairTurn();
        int inside = 0, most = 0, done = 0;
        Thread[] threads =
        [
            .. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                for (int i = 0; i < 50; i++)
                {
                    turn.Take(() =>
                    {
                        most = Math.Max(most, ++inside);
                        done++;
                        inside--;
                    });
                }
            })),
        ];

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal((1, 200), (most, done));
    }

    // Every thread scores every file, each in another order.
    private void AssertAsTheRun(string model, WarmScorerOptions options, bool isWhole)
    {
        TinyRuns.DrawWide(_temp["test"], 13, firstSeed: 300);
        File.WriteAllText(_temp["test/text.png"], "no picture");
        File.WriteAllBytes(_temp["test/cut.png"], File.ReadAllBytes(_temp["test/003.png"])[..60]);
        TinyRuns.DrawColour(_temp["test/colour.png"]);
        ScoreSummary run = TinyRuns.Run(TinyRuns.Score(_temp["test"], model, _temp["results"]) with
        {
            Kind = options.Kind, FalsePositiveRate = options.FalsePositiveRate, WritesPictures = false,
            AdjustSearch = search => options.Steps is { } steps ? search with { Steps = steps } : search,
        });
        string table = File.ReadAllText(_temp["results/scores.csv"]).Replace("\"\"", "\"", StringComparison.Ordinal);
        IReadOnlyList<ScoreSummary.Row> rows = run.ReadRows();
        Assert.Equal(3, rows.Count(row => row.Score is null));
        var scored = new ConcurrentBag<ScoredImage>();
        using (WarmScorer scorer = WarmScorer.Load(model, options))
        {
            Assert.Equal(run.Manifest.Threshold, scorer.Rule.Threshold);
            ParallelWork.For(Threads, Threads, thread =>
            {
                for (int i = 0; i < rows.Count; i++)
                {
                    string path = rows[(5 * thread + i) % rows.Count].Path;
                    scored.Add(scorer.Score(
                        new ImageFile(_temp[$"test/{path}"], path, ""), TestContext.Current.CancellationToken));
                }
            }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Threads * rows.Count, scored.Count);
        Assert.All(scored, image =>
        {
            if (rows.Single(row => row.Path == image.File.RelativePath).Score is not { } row)
            {
                Assert.Contains(image.Error!, table, StringComparison.Ordinal);
                return;
            }

            (AnomalyScore expected, AnomalyScore found) = (AsFloat(row), AsFloat(image.Score!));
            Assert.Equal(
                (expected.Score, expected.PValue, expected.IsAnomaly, expected.Term),
                (found.Score, found.PValue, found.IsAnomaly, found.Term));
            Assert.Equal(expected.Surprises, found.Surprises);
            if (isWhole)
                Assert.Equivalent(expected, found, strict: true);
            else
                Assert.Equal(0, image.Steps);
        });
    }

    // A table has the precision of float.
    private static AnomalyScore AsFloat(AnomalyScore score) => score with
    {
        Score = (float)score.Score,
        PValue = (float)score.PValue,
        Residual = (float)score.Residual,
        FeatureDistance = (float)score.FeatureDistance,
        ZNorm = (float)score.ZNorm,
        Surprises = score.Surprises.ToDictionary(term => term.Key, term => (double)(float)term.Value),
    };
}
