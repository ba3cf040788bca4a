using System.CommandLine;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Training;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan train IMAGES --model DIR</c></summary>
internal sealed class TrainCommand
{
    private static readonly TrainRequest Defaults = new() { Images = "", Model = "" };

    private readonly Argument<string> _images = new("IMAGES")
    {
        Description = "Folder of normal images, searched " + "recursively",
    };
    private readonly Option<string> _model = new("--model", "-m")
    {
        Description = "Model directory to make",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<bool> _allFolders = CommonOptions.AllFolders();
    private readonly Option<bool> _overwrite = CommonOptions.Overwrite("a model");
    private readonly Option<bool> _resume = CommonOptions.Resume("training");
    private readonly Option<int> _checkpointEvery = ValueOptions.Number(
        "--checkpoint-every",
        "Steps from one " + "checkpoint to the next; 0 for those at Ctrl+C, SIGTERM and the end of a phase alone",
        Defaults.CheckpointEvery);
    private readonly Option<string?> _tensorboard = new("--tensorboard")
    {
        Description =
            "Also write event files for " + "TensorBoard, into a folder of the model's name in DIR [default: none]",
        HelpName = "DIR",
    };
    private readonly PictureCommandOptions _pictures = new(
        Defaults.Size, "28, 32, 64, 128, 256 or another multiple " + "of 4 from 8 to 256");
    private readonly Option<string?> _augment = new("--augment")
    {
        Description =
            "Vary training patches where any of "
            + "it looks as normal: flip-horizontal, flip-vertical, turn (by 90°), or several between commas [default: "
            + "none]",
        HelpName = "KINDS",
    };
    private readonly Option<int?> _channels = ValueOptions.NumberOrNone(
        "--channels",
        "1 (grey) or 3 (RGB) [default: " + "grey if all images are, RGB files with equal channels included]", 1, "1|3");
    private readonly Option<FitMode> _fit = ValueOptions.Choice<FitMode>(
        "--fit", "Pictures that are not square: pad " + "(repeats the edge), crop (the middle) or stretch", Defaults.Fit
    );
    private readonly Option<int?> _steps = ValueOptions.NumberOrNone(
        "--steps", "Generator steps [default: " + $"{Defaults.Training.Steps}, or no limit with --minutes]",
        Defaults.Training.Steps);
    private readonly Option<double?> _minutes = ValueOptions.NumberOrNone(
        "--minutes", "Stop training after this many " + "minutes [default: no limit]", 1.5, "MIN");
    private readonly Option<int> _batch = ValueOptions.Number("--batch", "Images in a batch", Defaults.Training.Batch);
    private readonly Option<int> _criticSteps = ValueOptions.Number(
        "--critic-steps", "Critic updates for each " + "generator step", Defaults.Training.CriticSteps);
    private readonly Option<double> _penaltyWeight = ValueOptions.Number(
        "--penalty-weight", "Weight of the gradient " + "penalty in the critic's loss", Defaults.Training.PenaltyWeight,
        "W");
    private readonly Option<int> _penaltyEvery = ValueOptions.Number(
        "--penalty-every",
        "Critic updates from one " + "gradient penalty to the next, its weight that much larger: above 1 for speed",
        Defaults.Training.PenaltyEvery);
    private readonly Option<double> _criticLr = ValueOptions.Number(
        "--critic-lr", "Adam's learning rate for the " + "critic", Defaults.Training.CriticLearningRate, "RATE");
    private readonly Option<double> _generatorLr = ValueOptions.Number(
        "--generator-lr", "Adam's learning rate for " + "the generator", Defaults.Training.GeneratorLearningRate, "RATE"
    );
    private readonly Option<double> _beta1 = ValueOptions.Number(
        "--beta1", "Adam's decay of the mean gradient, 0 to " + "1", Defaults.Training.Beta1, "B");
    private readonly Option<double> _beta2 = ValueOptions.Number(
        "--beta2", "Adam's decay of the mean squared " + "gradient, 0 to 1", Defaults.Training.Beta2, "B");
    private readonly Option<double> _averageShare = ValueOptions.Number(
        "--average-share", "Share of the run that the " + "generator's moving average looks back on, 0 to 1",
        Defaults.Training.AverageShare, "SHARE");
    private readonly Option<int> _width = ValueOptions.Number(
        "--width",
        "Channels of the critic's first convolution, " + "a multiple of 16; deeper ones double up to 8 times",
        Defaults.Width);
    private readonly Option<int> _latent = ValueOptions.Number(
        "--latent", "Length of the latent vector z", Defaults.Latent);
    private readonly Option<int> _encoderSteps = ValueOptions.Number(
        "--encoder-steps",
        "Steps of the encoder, " + "trained after the GAN, whose answer for an image begins its search",
        Defaults.Training.EncoderSteps);
    private readonly Option<double> _encoderLr = ValueOptions.Number(
        "--encoder-lr", "Adam's learning rate for the " + "encoder at its first step",
        Defaults.Training.EncoderLearningRate, "RATE");
    private readonly Option<bool> _noEncoder = new("--no-encoder")
    {
        Description = "Train no encoder: searches begin " + "at random, from 3 starts of 100 steps",
    };
    private readonly Option<double> _holdOut = ValueOptions.Number(
        "--hold-out",
        "Share of the images kept out of " + "training to calibrate (at least 20 where there are 60), 0 to 0.5",
        Defaults.HoldOut, "SHARE");
    private readonly Option<ulong> _seed = ValueOptions.Number(
        "--seed", "Seed of everything random", Defaults.Training.Seed);
    private readonly Option<int> _cacheMb = ValueOptions.Number(
        "--cache-mb", "Memory for decoded images in MiB; what " + "does not fit is read again when needed",
        Defaults.CacheMegabytes, "MIB");
    private readonly Option<PageMode> _pages = CommonOptions.Pages();
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<PrecisionMode> _precision = CommonOptions.Precision("In what numbers convolutions are "
        + "computed; weights, losses and norms are fp32", "where");
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public static Command Create()
    {
        var self = new TrainCommand();
        var command = new Command("train", """
            Learns what normal images look like: a WGAN-GP on a folder of normal images only.
            Example: anogan train photos/good --model runs/part --size 64
            Large pictures: anogan train scans/good --model runs/scan --patch 64 --scale 0.5 --prepare local-contrast
            """)
        {
            self._images, self._model, self._overwrite, self._resume, self._allFolders,
        };
        Option[] others =
        [
            .. self._pictures.All, self._augment, self._channels, self._fit, self._steps, self._minutes, self._batch,
            self._width, self._latent, self._criticSteps, self._penaltyWeight, self._penaltyEvery, self._criticLr,
            self._generatorLr, self._beta1, self._beta2, self._averageShare, self._encoderSteps, self._encoderLr,
            self._noEncoder, self._checkpointEvery, self._tensorboard, self._holdOut, self._seed, self._cacheMb,
            self._pages, self._strict, self._threads, self._precision, self._device, self._quiet, self._dryRun,
        ];
        foreach (Option option in others)
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        TrainRequest request = Bind(parsed);
        UsageException.Check(request.Validate);
        IReadOnlyList<ImageFile> files = TrainRun.Plan(request, CommandFrame.Warning(parsed, _dryRun));

        bool isFinished = TrainRun.IsFinished(request);
        string plan = isFinished ? $"would find that {request.Model} is finished, if these are its options and images"
            : TrainRun.IsInterrupted(request) ? $"would go on with the interrupted training of {request.Model}"
            : $"would train on {files.Count} images of {request.Images} and write the model to {request.Model}";
        ModelManifest? manifest = CommandFrame.Run(
            parsed, _quiet, _dryRun, plan,
            events => TrainRun.Execute(request, DateTimeOffset.UtcNow, events, cancellation), request.Training);
        if (manifest is null)
            return ExitCode.Done;
        if (isFinished)
            output.WriteLine($"{VisibleText.Of(request.Model)} was finished before: nothing was left to train");
        WriteSummary(request, manifest, output);
        return ExitCode.Done;
    }

    private TrainRequest Bind(ParseResult parsed)
    {
        double? minutes = parsed.GetValue(_minutes);
        int encoderSteps = parsed.GetValue(_noEncoder) ? 0 : parsed.GetValue(_encoderSteps);
        return new TrainRequest
        {
            Images = parsed.GetValue(_images)!,
            Model = parsed.GetValue(_model)!,
            AllFolders = parsed.GetValue(_allFolders),
            Overwrite = parsed.GetValue(_overwrite),
            Resume = parsed.GetValue(_resume),
            CheckpointEvery = parsed.GetValue(_checkpointEvery),
            EventsFolder = parsed.GetValue(_tensorboard),
            Size = _pictures.Size(parsed),
            Tiles = _pictures.Tiles(parsed, parsed.GetValue(_augment)),
            Preparation = _pictures.Preparation(parsed),
            Channels = parsed.GetValue(_channels),
            Fit = parsed.GetValue(_fit),
            Latent = parsed.GetValue(_latent),
            Width = parsed.GetValue(_width),
            HoldOut = parsed.GetValue(_holdOut),
            Strict = parsed.GetValue(_strict),
            Pages = parsed.GetValue(_pages),
            CacheMegabytes = parsed.GetValue(_cacheMb),
            Threads = parsed.GetValue(_threads),
            Precision = parsed.GetValue(_precision),
            Device = parsed.GetValue(_device)!,
            Search = (encoderSteps == 0 ? SearchOptions.WithoutEncoder : Defaults.Search) with
            {
                Seed = parsed.GetValue(_seed),
            },
            Training = new TrainOptions
            {
                Steps = parsed.GetValue(_steps) ?? (minutes is null ? Defaults.Training.Steps : TrainOptions.MaxSteps),
                Minutes = minutes,
                CriticSteps = parsed.GetValue(_criticSteps),
                PenaltyWeight = parsed.GetValue(_penaltyWeight),
                PenaltyEvery = parsed.GetValue(_penaltyEvery),
                CriticLearningRate = parsed.GetValue(_criticLr),
                GeneratorLearningRate = parsed.GetValue(_generatorLr),
                Beta1 = parsed.GetValue(_beta1),
                Beta2 = parsed.GetValue(_beta2),
                Batch = parsed.GetValue(_batch),
                AverageShare = parsed.GetValue(_averageShare),
                EncoderSteps = encoderSteps,
                EncoderLearningRate = parsed.GetValue(_encoderLr),
                Seed = parsed.GetValue(_seed),
            },
        };
    }

    private static void WriteSummary(TrainRequest request, ModelManifest manifest, TextWriter output)
    {
        (DataFacts data, NetworkSpec network) = (manifest.Setup.Data, manifest.Setup.Network);
        TrainingFacts facts = manifest.Facts;
        Calibration normal = manifest.Calibration;
        output.WriteLine($"model      {VisibleText.Of(request.Model)}");
        output.WriteLine($"images     {data.TrainingImages} trained on, {data.HeldOutImages} held out, "
            + $"{data.SkippedImages} skipped");
        output.WriteLine($"networks   {network.Size}×{network.Size}×{network.Channels}, width {network.Width}, latent "
            + $"{network.Latent}");
        output.WriteLine($"training   {facts.Steps} steps in {facts.ElapsedSeconds:F0} s on {manifest.Setup.Device}, "
            + $"Wasserstein estimate {facts.WassersteinEstimate:F3}, penalty {facts.Penalty:F4}");
        if (manifest.Health is { } health)
            WriteHealth(health, output);
        if (TrainingRecord.PicturesOf(request.Model) is { Count: > 0 } pictures)
            output.WriteLine($"pictures   {string.Join(", ", pictures)} in {VisibleText.Of(request.Model)}");
        output.WriteLine($"normal     median residual {normal.MedianResidual:F4}, median score "
            + $"{normal.MedianScore:F3} ({(normal.IsHeldOut ? "held-out" : "training")} images)");
    }

    private static void WriteHealth(TrainingHealthFacts health, TextWriter output)
    {
        if (health.Warnings.Count == 0)
            output.WriteLine("health     ok");
        foreach (string warning in health.Warnings)
            output.WriteLine($"health     {warning}");
    }
}
