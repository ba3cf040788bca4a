using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Preparing;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Scoring;

[Collection(TensorTests.Name)]
public sealed class ImageScorerTests : IClassFixture<TrainedPatchModelFixture>, IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly TrainedModel _model;

    public ImageScorerTests(TrainedPatchModelFixture trained)
    {
        _model = ModelDirectory.Load(trained.Model);
    }

    public void Dispose()
    {
        _model.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void Gives_what_the_tiles_came_to()
    {
        ImageCodec.WritePng(_temp["images/a.png"], DrawnSquares.Draw(24, 20, 500));
        ImageCodec.WritePng(_temp["images/b.png"], DrawnSquares.Draw(13, 30, 501));
        Calibration calibration = _model.Manifest.Calibration;
        var told = new List<long>();

        ScoredImage[] images = Score(told.Add);

        // The same by hand: tiles, their summary, and how many held-out images score as high.
        NetworkSpec spec = _model.Manifest.Setup.Network;
        var rule = new TileRule(
            _model.Metric, spec, hasEncoder: true, calibration.Search.Lambda, calibration.Tiles!, calibration.Pixel,
            calibration.Joint);
        var search = new SearchReconstructor(
            new ImageSearch(_model.Networks, spec, _model.Manifest.Calibration.Search, CPU));
        var scorer = new SquareScorer<SearchResult>(search, rule, new SquareShape(8, 1, Stride: 4), threads: 1);
        for (int i = 0; i < 2; i++)
        {
            var prepared = Preparation.None.Apply(ImageCodec.Read(images[i].File.FullPath), "");
            PictureAssembly tiled = Assert.Single(
                scorer.Run(
                        [new ReadPicture { File = images[i].File, Prepared = prepared }], null,
                        TestContext.Current.CancellationToken)
                    .SelectMany(group => group));
            SquareNumbers summary = rule.Sum(tiled);
            AnomalyScore score = images[i].Score!;
            Assert.Equal(
                (summary.Score, summary.Residual, summary.FeatureDistance, summary.ZNorm),
                (score.Score, score.Residual, score.FeatureDistance, score.ZNorm));
            Assert.Equal((1 + calibration.Scores.Count(s => s >= summary.Score)) / 21.0, score.PValue, 1e-12);
            Assert.Equal(tiled.Maps.MapAtSource(), images[i].Maps!.MapAtSource());
            Assert.Equal(3 * tiled.Squares.Count, images[i].Steps);
            Assert.Equal(prepared.Picture.Data, images[i].Original!.Data);
            Assert.Equal(TinyImages.Words(tiled.Maps.Residual()), TinyImages.Words(images[i].Maps!.Residual()));
            Assert.Equal(summary.Term, score.Term);
            Assert.Equal(summary.Surprises, score.Surprises);
            Assert.Equal(
                tiled.Squares.Select(square => ScaleAssert.Bare(square.Numbers)),
                images[i].Tiles.Select(tile => ScaleAssert.Bare(tile.Numbers)));
        }

        // Of 24×20 pixels 5 · 4 tiles, of 13×30 three by seven.
        Assert.Equal(Enumerable.Range(1, 41).Select(n => (long)n), told);
    }

    [Fact]
    public void Keeps_the_place_of_files_that_cannot_be_scored()
    {
        foreach (string name in (string[])["b", "c", "f"])
            ImageCodec.WritePng(_temp[$"images/{name}.png"], DrawnSquares.Draw(24, 20, name[0]));
        foreach (string name in (string[])["a", "d", "g"])
            File.WriteAllText(_temp[$"images/{name}.png"], "no picture");
        TinyRuns.DrawColour(_temp["images/e.png"]);

        ScoredImage[] images = Score();

        Assert.Equal(
            ["a.png", "b.png", "c.png", "d.png", "e.png", "f.png", "g.png"],
            images.Select(image => image.File.RelativePath));
        Assert.Equal([true, false, false, true, true, false, true], images.Select(image => image.Score is null));
        Assert.All(images, image => Assert.Equal(image.Score is null, image.Error is not null));
        Assert.StartsWith(
            $"{_temp["images/e.png"]}: a colour picture, but the training images are grey (1 channel)", images[4].Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_every_file_its_error_where_none_can_be_read()
    {
        foreach (string name in (string[])["a", "b"])
            File.WriteAllText(_temp[$"images/{name}.png"], "no picture");

        Assert.Equal(2, Score().Count(image => image.Error is not null));
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        TinyRuns.DrawWide(_temp["images"], 2, firstSeed: 500);

        TensorAssert.LeavesNoTensors(() => Score());
    }

    private ScoredImage[] Score(Action<long>? tiles = null)
    {
        SearchOptions search = _model.Manifest.Calibration.Search;
        var rule = new ScoreRule(_model, search, ScoreKind.Combined, 0.1);
        var scorer = new ImageScorer(_model, search, rule, CPU, threads: 2) { Tiles = tiles };
        IReadOnlyList<ImageFile> files = ImageFolder.List(Path.Combine(_temp.Path, "images"));
        return [.. scorer.Score(files, TestContext.Current.CancellationToken).SelectMany(group => group)];
    }
}
