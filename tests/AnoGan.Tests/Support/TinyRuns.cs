using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Scoring;
using AnoGan.Training;

namespace AnoGan.Tests.Support;

/// <summary>Requests for runs of a second, and the pictures they read.</summary>
internal static class TinyRuns
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>What pictures of 8×8 are compared with.</summary>
    public static readonly PictureExpectations Expected =
        new(new TrainingSides(8, 8), Colour: false, SpreadLevels: false);

    public static TrainRequest Train(string images, string model) => new()
    {
        Images = images,
        Model = model,
        Size = 8,
        Latent = 4,
        Width = 16,
        Training = new TrainOptions { Steps = 3, CriticSteps = 2, Batch = 8, EncoderSteps = 4, DefectSteps = 0 },
        Search = new SearchOptions { Steps = 3, Batch = 16 },
        Threads = 1,
        Device = "cpu",
    };

    /// <summary>The request for a model of patches of 8×8.</summary>
    public static TrainRequest TrainPatches(string images, string model) =>
        Train(images, model) with { Tiles = new TileOptions(4, Augmentation.None) };

    public static ScoreRequest Score(string images, string model, string results) => new()
    {
        Images = images, Model = model, Out = results, Threads = 1, Device = "cpu",
    };

    public static CalibrateRequest Calibrate(string images, string model) =>
        new()
        {
            Images = images,
            Model = model,
            Threads = 1,
            Device = "cpu",
        };

    /// <summary>The request for a model without an encoder.</summary>
    public static TrainRequest WithoutEncoder(this TrainRequest request) =>
        request with
        {
            Training = request.Training with { EncoderSteps = 0 },
        };

    /// <summary>Writes grey pictures of different content under numbered names.</summary>
    public static void Draw(string folder, int count, int size = 8, int firstSeed = 0)
    {
        for (int i = 0; i < count; i++)
            ImageCodec.WritePng(Path.Combine(folder, $"{i:D3}.png"), DrawnSquares.Draw(size, (ulong)(firstSeed + i)));
    }

    /// <summary>Writes grey pictures of 24×20 pixels, which no square fits, under numbered names.</summary>
    public static void DrawWide(string folder, int count, int firstSeed = 0)
    {
        for (int i = 0; i < count; i++)
            ImageCodec.WritePng(Path.Combine(folder, $"{i:D3}.png"), DrawnSquares.Draw(24, 20, (ulong)(firstSeed + i)));
    }

    public static void DrawColour(string path) =>
        ImageCodec.WritePng(path, TinyImages.Rgb8(2, 2, 255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9));

    /// <summary>Trains a model without asking for its events.</summary>
    public static ModelManifest Run(TrainRequest request) =>
        TrainRun.Execute(request, Now, new RunEvents(), TestContext.Current.CancellationToken);

    /// <summary>
    /// Trains until something is told that begins so, such as "step 3", "encoder step 2" or "calibrating", and stops
    /// there with a checkpoint.
    /// </summary>
    public static RunStoppedException Stop(TrainRequest request, string place)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        void StopAt(string now)
        {
            if (now.StartsWith(place, StringComparison.Ordinal))
                source.Cancel();
        }

        var events = new RunEvents
        {
            Step = step => StopAt($"step {step.Step}"),
            PhaseSteps = (phase, done, _) => StopAt($"{phase} step {done}"),
            Stage = StopAt,
        };
        return Assert.Throws<RunStoppedException>(() => TrainRun.Execute(request, Now, events, source.Token));
    }

    /// <summary>Calibrates without asking for its events.</summary>
    public static ModelManifest Run(CalibrateRequest request) =>
        CalibrateRun.Execute(request, Now, new RunEvents(), TestContext.Current.CancellationToken);

    /// <summary>Scores without asking for its events.</summary>
    public static ScoreSummary Run(ScoreRequest request) =>
        ScoreRun.Execute(request, Now, new RunEvents(), TestContext.Current.CancellationToken);
}
