using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

/// <summary>Pictures that are in memory are scored as their files are.</summary>
[Collection(TensorTests.Name)]
public sealed class MemoryPictureTests(TrainedModelFixture whole, TrainedPatchModelFixture patches)
    : IClassFixture<TrainedModelFixture>, IClassFixture<TrainedPatchModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Has_the_numbers_and_maps_of_its_file(bool seesPatches)
    {
        PixelImage picture = DrawnSquares.Draw(24, 20, 500);
        ImageCodec.WritePng(_temp["a.png"], picture);
        using TrainedModel model = ModelDirectory.Load(seesPatches ? patches.Model : whole.Model);
        SearchOptions search = model.Manifest.Calibration.Search;
        var rule = new ScoreRule(model, search, ScoreKind.Combined, 0.05);
        var scorer = new ImageScorer(model, search, rule, CPU, threads: 1);

        ScoredImage[] scored =
        [
            .. scorer
                .Score(
                    [
                        new ImageFile(_temp["a.png"], "a.png", ""),
                        ImageFile.InMemory("camera 1", picture),
                        new ImageFile(_temp["b.png"], "b.png", ""),
                    ],
                    TestContext.Current.CancellationToken)
                .SelectMany(group => group),
        ];

        Assert.Equal(["a.png", "camera 1", "b.png"], scored.Select(image => image.File.RelativePath));
        Assert.NotNull(scored[0].Score);
        Assert.Equivalent(scored[0].Score, scored[1].Score, strict: true);
        Assert.Equal(scored[0].Maps!.MapAtSource(), scored[1].Maps!.MapAtSource());
        Assert.StartsWith(_temp["b.png"], scored[2].Error, StringComparison.Ordinal);
    }
}
