using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Training;

namespace AnoGan;

/// <summary>The options of `anogan train`.</summary>
internal static class TrainTable
{
    private const string Length = "How long, and how large", Gan = "The training of the GAN", Encoder = "The encoder";

    // --minutes stands before --steps, whose default it lifts.
    private static readonly OptionTable<TrainOptions> Training = new OptionTable<TrainOptions>(new())
        .Under(Length)
        .Real("--minutes", "Stop training after this many minutes, with no limit of steps unless --steps sets one",
            o => o.Minutes, (o, v) => o with { Minutes = v, Steps = TrainOptions.MaxSteps }, "MIN", 1.5, "no limit")
        .Whole("--steps", "The most generator steps", o => o.Steps == TrainOptions.MaxSteps ? null : o.Steps,
            (o, v) => o with { Steps = v }, property: nameof(TrainOptions.Steps))
        .Real("--enough", "Train each network until the last third of its steps has brought less than this share, by "
            + "what is measured on held-out images; 0 to make all steps",
            o => o.Enough, (o, v) => o with { Enough = v }, "SHARE")
        .Whole("--batch", "Images in a batch", o => o.Batch, (o, v) => o with { Batch = v }, example: 64,
            unset: "16 of fewer than 500 training images, 32 of fewer than 2000, else 64").Advanced()
        .Under(Gan)
        .Whole("--critic-steps", "Critic updates for each generator step",
            o => o.CriticSteps, (o, v) => o with { CriticSteps = v }).Advanced()
        .Real("--penalty-weight", "Weight of the gradient penalty in the critic's loss",
            o => o.PenaltyWeight, (o, v) => o with { PenaltyWeight = v }, "W").Advanced()
        .Whole("--penalty-every", "Critic updates from one gradient penalty to the next, its weight that much larger: "
            + "above 1 for speed", o => o.PenaltyEvery, (o, v) => o with { PenaltyEvery = v }).Advanced()
        .Real("--critic-lr", "Adam's learning rate for the critic",
            o => o.CriticLearningRate, (o, v) => o with { CriticLearningRate = v }, "RATE").Advanced()
        .Real("--generator-lr", "Adam's learning rate for the generator",
            o => o.GeneratorLearningRate, (o, v) => o with { GeneratorLearningRate = v }, "RATE").Advanced()
        .Real("--beta1", "Adam's decay of the mean gradient",
            o => o.Beta1, (o, v) => o with { Beta1 = v }, "B").Advanced()
        .Real("--beta2", "Adam's decay of the mean squared gradient",
            o => o.Beta2, (o, v) => o with { Beta2 = v }, "B").Advanced()
        .Real("--average-share", "Share of the run that the generator's moving average looks back on",
            o => o.AverageShare, (o, v) => o with { AverageShare = v }, "SHARE").Advanced()
        .Under(Encoder)
        .Whole("--encoder-steps", "The most steps of the encoder, trained after the GAN, whose answer for an image "
            + "begins its search", o => o.EncoderSteps, (o, v) => o with { EncoderSteps = v }).Advanced()
        .Real("--encoder-lr", "Adam's learning rate for the encoder at first",
            o => o.EncoderLearningRate, (o, v) => o with { EncoderLearningRate = v }, "RATE").Advanced()
        .Flag("--no-encoder", "Train no encoder: searches begin at random, from 3 starts of 100 steps",
            o => o.EncoderSteps == 0, (o, v) => v ? o with { EncoderSteps = 0 } : o,
            nameof(TrainOptions.EncoderSteps)).Advanced()
        .Under("Made defects")
        .Whole("--defect-steps", "The most steps of a segmenter, trained last, on defects made of other normal images, "
            + "whose surprise is added to the score and shown in heatmaps; 0 for none",
            o => o.DefectSteps, (o, v) => o with { DefectSteps = v }).Advanced()
        .Under(SharedOptions.TheRun)
        .Seed("Seed of everything random", o => o.Seed, (o, v) => o with { Seed = v })
        .AllKept();

    /// <summary>All of them.</summary>
    public static OptionTable<TrainRequest> Table { get; } = Build(new TrainRequest { Images = "", Model = "" });

    /// <summary>The request that leads to a setup, as far as the result depends on it.</summary>
    public static TrainRequest RequestOf(TrainingSetup setup) => new()
    {
        Images = "", Model = "", Pages = setup.Data.Pages, Size = setup.Network.Size, Tiles = setup.Tiles,
        Preparation = setup.Preparation, Channels = setup.Network.Channels, Fit = setup.Fit,
        Latent = setup.Network.Latent, Width = setup.Network.Width, Training = setup.Training,
        HoldOut = setup.Data.HoldOut, Threads = setup.Threads, Device = setup.Device,
        Precision = setup.Training.Precision == Precision.Bf16 ? PrecisionMode.Bf16 : PrecisionMode.Fp32,
        Features = setup.Pretrained?.Network ?? PretrainedSetup.None,
        FeatureSize = setup.Pretrained?.Size ?? Table.Defaults.FeatureSize,
        CacheMegabytes = setup.CacheMegabytes ?? Table.Defaults.CacheMegabytes,
    };

    /// <summary>The options of a setup that have a value, as they are typed.</summary>
    public static IEnumerable<(string Option, string Value)> TextsOf(TrainingSetup setup) => Kept
        .Select(row => (row.Entry.Name, Value: row.Text(RequestOf(setup))))
        .Where(option => option.Value is not null)!;

    /// <summary>
    /// The options of a setup for the model card, which says elsewhere what the images decided and where it ran.
    /// </summary>
    public static IReadOnlyList<CardOption> CardOf(TrainingSetup setup)
    {
        TrainRequest request = RequestOf(setup);
        TrainRequest usual = Table.Defaults with
        {
            Precision = PrecisionMode.Fp32,
            Size = setup.Tiles is null && IsOwnSize(setup) ? setup.Network.Size : null,
            Width = TrainRequest.WidthFor(setup.Network.Size),
            Training = Table.Defaults.Training.For(setup.Data.TrainingImages),
        };
        return
        [
            .. from row in Kept
               where row.Entry.Property is not (nameof(request.Channels) or nameof(request.Threads)
                   or nameof(request.Features) or nameof(request.FeatureSize) or nameof(request.Device)
                   or nameof(request.CacheMegabytes))
               let text = row.Text(request)
               where text is not null
               select new CardOption(row.Entry.Name, text, text == row.Text(usual)),
        ];
    }

    // As far as the sides of the pictures tell.
    private static bool IsOwnSize(TrainingSetup setup) =>
        setup.Network.Size >= OwnSize.Of(setup.Preparation.LongerSideOf(setup.Data.SmallestSide))
        && setup.Network.Size <= OwnSize.Of(setup.Preparation.LongerSideOf(setup.Data.LargestSide));

    private static IEnumerable<OptionTable<TrainRequest>.Row> Kept =>
        Table.Rows.Where(row => row.Entry is { IsKept: true, Value: not null });

    private static OptionTable<TrainRequest> Build(TrainRequest defaults) => new OptionTable<TrainRequest>(defaults)
        .Argument("IMAGES", "Folder of normal images, searched recursively",
            r => r.Images, (r, v) => r with { Images = v })
        .Model("Model directory to make", r => r.Model, (r, v) => r with { Model = v })
        .Overwrite("a model", r => r.Overwrite, (r, v) => r with { Overwrite = v })
        .Resume("training", r => r.Resume, (r, v) => r with { Resume = v })
        .AllFolders(r => r.AllFolders, (r, v) => r with { AllFolders = v })
        .Under("What the networks see")
        .Part(
            PictureOptions.Table(PicturesOf(defaults), "a multiple of 4 from 8 to 256"),
            PicturesOf, ChangePictures)
        .Text("--augment", "KINDS", "Vary training patches where any of it looks as normal: flip-horizontal, "
            + "flip-vertical, turn (by 90°), or several between commas",
            r => r.Tiles is { Augmentation: not Augmentation.None and var kinds } ? AugmentationText.Of(kinds) : null,
            (r, v) => r with { Tiles = r.Tiles! with { Augmentation = AugmentationText.Parse(v) } }, "none",
            nameof(TileOptions.Augmentation)).Needing("--patch").Kept()
        .Under(Length)
        .Whole("--width", "Channels of the critic's first convolution; deeper ones double up to 8 times",
            r => r.Width, (r, v) => r with { Width = v }, example: 32, unset: "32 up to 32 pixels, 16 beyond").Kept()
        .Whole("--latent", "Length of the latent vector z",
            r => r.Latent, (r, v) => r with { Latent = v }).Advanced().Kept()
        .Under("Pretrained features")
        .Text("--features", "NETWORK", "Also compare local features of a network trained on photographs: resnet18, "
            + "none, an ONNX file of such a network, or auto, which is resnet18 where most pictures have 64 pixels or "
            + "more",
            r => r.Features, (r, v) => r with { Features = v }, words: ["auto", "resnet18", "none"]).Kept()
        .Whole("--feature-size", "Side in pixels of the picture that this network sees",
            r => r.FeatureSize, (r, v) => r with { FeatureSize = v }, "PIXELS").Advanced().Kept()
        .Part(Training, r => r.Training, (r, change) => r with { Training = change(r.Training) })
        .Under(SharedOptions.TheRun)
        .HoldOut("Share of the images kept out of training to calibrate",
            r => r.HoldOut, (r, v) => r with { HoldOut = v }).Kept()
        .Pages(r => r.Pages, (r, v) => r with { Pages = v }).Kept()
        .Precision("In what numbers convolutions are computed; weights, losses and norms are fp32", "where",
            r => r.Precision, (r, v) => r with { Precision = v }).Advanced().Kept()
        .Whole("--checkpoint-every", "Steps from one checkpoint to the next; 0 for those at Ctrl+C, SIGTERM and the "
            + "end of a phase alone", r => r.CheckpointEvery, (r, v) => r with { CheckpointEvery = v }).Advanced()
        .Text("--tensorboard", "DIR", "Also write event files for TensorBoard, into a folder of the model's name in "
            + "DIR",
            r => r.EventsFolder, (r, v) => r with { EventsFolder = v }, "none")
        .CacheMegabytes(r => r.CacheMegabytes, (r, v) => r with { CacheMegabytes = v }).Kept()
        .Strict(r => r.Strict, (r, v) => r with { Strict = v })
        .Threads(r => r.Threads, (r, v) => r with { Threads = v }).Kept()
        .Device(r => r.Device, (r, v) => r with { Device = v }).Kept()
        .Quiet().DryRun();

    private static PictureOptions PicturesOf(TrainRequest r) => new(r.Size, r.Tiles, r.Preparation, r.Channels, r.Fit);

    private static TrainRequest ChangePictures(TrainRequest r, Func<PictureOptions, PictureOptions> change) =>
        change(PicturesOf(r)) is var p
            ? r with { Size = p.Size, Tiles = p.Tiles, Preparation = p.Preparation, Channels = p.Channels, Fit = p.Fit }
            : r;
}
