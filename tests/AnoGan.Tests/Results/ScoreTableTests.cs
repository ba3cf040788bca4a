using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class ScoreTableTests
{
    private const string Header =
        "path,label,score,p_value,is_anomaly,residual,feature_distance,z_norm,converged,steps,seconds,term,"
        + "surprise_nearest,surprise_critic_features,surprise_feature_difference,surprise_latent,"
        + "surprise_peak_residual,surprise_texture,surprise_local,surprise_made_defects,"
            + "surprise_pretrained_spot,surprise_pretrained_mean,width,height,error\n";

    [Fact]
    public void Begins_with_its_columns() => Assert.Equal(Header, Write());

    [Fact]
    public void Has_a_row_for_each_image()
    {
        var image = new ScoredImage
        {
            File = new ImageFile("/x/good/a.png", "good/a.png", "good"),
            Score = new AnomalyScore
            {
                Score = 0.1,
                PValue = 0.25,
                IsAnomaly = true,
                Residual = 1.0 / 3,
                FeatureDistance = 1e-7,
                ZNorm = 12345678,
            },
            Converged = false,
            Steps = 100,
            Seconds = 0.01234567,
            Maps = DrawnResults.Maps(FitGeometry.For(12, 8, 4, FitMode.Pad), new float[16], new float[16]),
        };

        // As many digits as a float32 needs.
        Assert.Equal(
            Header + "good/a.png,good,0.1,0.25,true,0.33333334,1E-07,12345678,false,100,0.012346,,,,,,,,,,,,12,8,\n",
            Write(image));
    }

    [Fact]
    public void Says_what_a_score_is_due_to_and_how_surprising_each_term_is()
    {
        var image = new ScoredImage
        {
            File = new ImageFile("/x/a.png", "a.png", ""),
            Score = new AnomalyScore
            {
                Score = 2,
                Term = "peakResidual",
                Surprises = new Dictionary<string, double>
                {
                    ["local"] = 0.5, ["peakResidual"] = 2.5, ["nearest"] = 1.0 / 3, ["criticFeatures"] = 4,
                    ["featureDifference"] = 5, ["latent"] = 6,
                },
            },
        };

        // A whole picture has no texture.
        Assert.Equal(
            Header + "a.png,,2,,,,,,,0,0,peak_residual,0.33333334,4,5,6,2.5,,0.5,,,,,,\n", Write(image));
    }

    [Fact]
    public void Leaves_empty_what_a_method_does_not_have()
    {
        var image = new ScoredImage
        {
            File = new ImageFile("/x/a.png", "a.png", ""),
            Score = new AnomalyScore { Score = 2 },
        };

        Assert.Equal(Header + "a.png,,2,,,,,,,0,0,,,,,,,,,,,,,,\n", Write(image));
    }

    [Fact]
    public void Leaves_the_numbers_of_an_error_empty()
    {
        var image = new ScoredImage { File = new ImageFile("/x/a.png", "a.png", ""), Error = "/x/a.png: found an "
            + "empty file, expected an image; take it out" };

        Assert.Equal(
            Header + "a.png,,,,,,,,,,,,,,,,,,,,,,,,\"/x/a.png: found an empty file, expected an image; take it out\"\n",
            Write(image));
    }

    [Theory]
    [InlineData("a b.png", "a b.png")]
    [InlineData("a,b.png", "\"a,b.png\"")]
    [InlineData("a\"b.png", "\"a\"\"b.png\"")]
    [InlineData("a\nb.png", "\"a\nb.png\"")]
    [InlineData("a\rb.png", "\"a\rb.png\"")]
    [InlineData("ä画🔩.png", "ä画🔩.png")]
    public void Quotes_names_that_need_it(string name, string written)
    {
        var image = new ScoredImage { File = new ImageFile(name, name, ""), Error = "x" };

        Assert.Equal($"{Header}{written},,,,,,,,,,,,,,,,,,,,,,,,x\n", Write(image));
    }

    private static string Write(params ScoredImage[] images) =>
        TableText.Of(ScoreTable.Columns, images.Select(ScoreTable.Row));
}
