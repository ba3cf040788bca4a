using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Preparing;

namespace AnoGan.Tests.Models;

public sealed class TrainingSetupTests
{
    private static readonly TrainingSetup Setup = new()
    {
        Network = new NetworkSpec(64, 1, 64, 32),
        Preparation = Preparation.None,
        Tiles = null,
        Pretrained = null,
        Fit = FitMode.Pad,
        Training = new TrainOptions { Batch = 64 },
        Search = new SearchOptions(),
        Threads = 2,
        Device = "cpu",
        CacheMegabytes = null,
        Data = new DataFacts("good", 90, 10, 0.1, 0, 0, 64, 64, "abc"),
    };

    public static TheoryData<string, string> Differences => new()
    {
        { "size", "--size 32 where it was 64" },
        { "channels", "--channels 3 where it was 1" },
        { "latent", "--latent 10 where it was 64" },
        { "width", "--width 48 where it was 32" },
        { "patch", "--patch 64 where it was whole" },
        { "scale", "--scale 0.5 where it was none" },
        { "long-side", "--long-side 100 where it was no limit" },
        { "prepare", "--prepare crop:8 where it was none" },
        { "fit", "--fit crop where it was pad" },
        { "steps", "--steps 900 where it was 400" },
        { "minutes", "--minutes 1.5 where it was no limit" },
        { "critic-steps", "--critic-steps 5 where it was 2" },
        { "penalty-weight", "--penalty-weight 1 where it was 10" },
        { "penalty-every", "--penalty-every 2 where it was 1" },
        { "precision", "--precision bf16 where it was fp32" },
        { "critic-lr", "--critic-lr 0.5 where it was 0.001" },
        { "generator-lr", "--generator-lr 0.5 where it was 0.001" },
        { "beta1", "--beta1 0.5 where it was 0" },
        { "beta2", "--beta2 0.5 where it was 0.9" },
        { "enough", "--enough 0.2 where it was 0.05" },
        { "batch", "--batch 65 where it was 64" },
        { "average-share", "--average-share 0 where it was 0.05" },
        { "encoder-steps", "--encoder-steps 0 where it was 300" },
        { "encoder-lr", "--encoder-lr 0.5 where it was 0.001" },
        { "defect-steps", "--defect-steps 0 where it was 1000" },
        { "seed", "--seed 2 where it was 1" },
        { "hold-out", "--hold-out 0.2 where it was 0.1" },
        { "pages", "--pages all where it was first" },
        { "threads", "--threads 1 where it was 2" },
        { "device", "--device cuda:0 where it was cpu" },
        { "count", "101 images to train on or hold out where there were 100" },
        { "content", "other images: as many (100), but not with the same pixels in the same order" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Names_what_differs(string what, string expected) =>
        Assert.Equal(expected, Other(what).DifferenceFrom(Setup));

    [Fact]
    public void Finds_no_difference_in_the_name_of_the_folder() =>
        Assert.Null((Setup with { Data = Setup.Data with { Folder = "moved" } }).DifferenceFrom(Setup));

    [Fact]
    public void Names_what_differs_between_pretrained_networks()
    {
        TrainingSetup with = Setup with { Pretrained = new("resnet18", new string('a', 64), 256) };

        Assert.Equal("--features resnet18 where it was none", with.DifferenceFrom(Setup));
        Assert.Equal(
            "--feature-size 128 where it was 256",
            (with with { Pretrained = with.Pretrained with { Size = 128 } }).DifferenceFrom(with));
        Assert.Equal(
            "other weights of --features resnet18, with another SHA-256",
            (with with { Pretrained = with.Pretrained with { Hash = new string('b', 64) } }).DifferenceFrom(with));
    }

    [Fact]
    public void Names_what_differs_between_patches()
    {
        TrainingSetup patches = Setup with { Tiles = new TileOptions(32, Augmentation.None), CacheMegabytes = 100 };

        Assert.Equal(
            "--stride 16 where it was half a patch",
            (patches with { Tiles = new TileOptions(16, Augmentation.None) }).DifferenceFrom(patches));
        Assert.Equal(
            "--augment turn where it was none",
            (patches with { Tiles = new TileOptions(32, Augmentation.Turn) }).DifferenceFrom(patches));
        Assert.Equal(
            "--cache-mb 200 where it was 100", (patches with { CacheMegabytes = 200 }).DifferenceFrom(patches));
    }

    private static TrainingSetup Other(string what) => what switch
    {
        "size" => Setup with { Network = Setup.Network with { Size = 32 } },
        "channels" => Setup with { Network = Setup.Network with { Channels = 3 } },
        "latent" => Setup with { Network = Setup.Network with { Latent = 10 } },
        "width" => Setup with { Network = Setup.Network with { Width = 48 } },
        "patch" => Setup with { Tiles = new TileOptions(32, Augmentation.None) },
        "scale" => Setup with { Preparation = new Preparation { Scale = 0.5 } },
        "long-side" => Setup with { Preparation = new Preparation { LongSide = 100 } },
        "prepare" => Setup with { Preparation = new Preparation { Steps = ["crop:8"] } },
        "fit" => Setup with { Fit = FitMode.Crop },
        "threads" => Setup with { Threads = 1 },
        "device" => Setup with { Device = "cuda:0" },
        "hold-out" => Setup with { Data = Setup.Data with { HoldOut = 0.2 } },
        "pages" => Setup with { Data = Setup.Data with { Pages = PageMode.All } },
        "count" => Setup with { Data = Setup.Data with { HeldOutImages = 11 } },
        "content" => Setup with { Data = Setup.Data with { ContentHash = "abd" } },
        _ => Setup with { Training = OtherTraining(what) },
    };

    private static TrainOptions OtherTraining(string what) => what switch
    {
        "steps" => Setup.Training with { Steps = 900 },
        "minutes" => Setup.Training with { Minutes = 1.5 },
        "critic-steps" => Setup.Training with { CriticSteps = 5 },
        "penalty-weight" => Setup.Training with { PenaltyWeight = 1 },
        "penalty-every" => Setup.Training with { PenaltyEvery = 2 },
        "precision" => Setup.Training with { Precision = Precision.Bf16 },
        "critic-lr" => Setup.Training with { CriticLearningRate = 0.5 },
        "generator-lr" => Setup.Training with { GeneratorLearningRate = 0.5 },
        "beta1" => Setup.Training with { Beta1 = 0.5 },
        "beta2" => Setup.Training with { Beta2 = 0.5 },
        "enough" => Setup.Training with { Enough = 0.2 },
        "batch" => Setup.Training with { Batch = 65 },
        "average-share" => Setup.Training with { AverageShare = 0 },
        "encoder-steps" => Setup.Training with { EncoderSteps = 0 },
        "encoder-lr" => Setup.Training with { EncoderLearningRate = 0.5 },
        "defect-steps" => Setup.Training with { DefectSteps = 0 },
        "seed" => Setup.Training with { Seed = 2 },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
