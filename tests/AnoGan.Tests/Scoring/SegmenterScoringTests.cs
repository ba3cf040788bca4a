using System.Globalization;
using AnoGan.Models;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Scoring;

/// <summary>From a training with made defects to their term in the results.</summary>
[Collection(TensorTests.Name)]
public sealed class SegmenterScoringTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Model => Path.Combine(_temp.Path, "model");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Has_a_term_of_made_defects(bool patches)
    {
        string images = _temp["normal"];
        TrainRequest request = patches ? TinyRuns.TrainPatches(images, Model) : TinyRuns.Train(images, Model);
        if (patches)
            TinyRuns.DrawWide(images, 40);
        else
            TinyRuns.Draw(images, 40);
        TinyRuns.Run(request with { Training = request.Training with { DefectSteps = 20 } });

        Calibration calibration = Calibrated();
        Assert.InRange(calibration.Joint.Weights["madeDefects"], 0.0075, 0.15);
        Assert.Contains("madeDefects", calibration.Joint.Terms.Keys);
        Assert.NotNull(calibration.DefectPixel);
        Assert.True(File.Exists(Path.Combine(Model, "made-defects.png")));

        TinyRuns.Run(TinyRuns.Score(images, Model, Path.Combine(_temp.Path, "results")));
        string[][] rows =
            [.. File.ReadLines(Path.Combine(_temp.Path, "results", "scores.csv")).Select(row => row.Split(','))];
        int column = Array.IndexOf(rows[0], "surprise_made_defects");
        Assert.Equal(40, rows[1..].Count(row => double.Parse(row[column], CultureInfo.InvariantCulture) >= 0));

        // Calibrating anew on the same images finds the same.
        TinyRuns.Run(TinyRuns.Calibrate(images, Model));
        Assert.Equal(calibration.Joint.Weights, Calibrated().Joint.Weights);
    }

    [Fact]
    public void Has_none_without_an_encoder()
    {
        TinyRuns.Draw(_temp["normal"], 20);
        TrainRequest request = TinyRuns.Train(_temp["normal"], Model).WithoutEncoder();

        TinyRuns.Run(request with { Training = request.Training with { DefectSteps = 20 } });

        Assert.DoesNotContain("madeDefects", Calibrated().Joint.Weights.Keys);
        Assert.False(File.Exists(Path.Combine(Model, "segmenter.safetensors")));
    }

    private Calibration Calibrated()
    {
        using TrainedModel model = ModelDirectory.Load(Model);
        return model.Manifest.Calibration;
    }
}
