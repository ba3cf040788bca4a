using System.Diagnostics;
using AnoGan.Method;
using static TorchSharp.torch;

namespace AnoGan.Benchmarks;

/// <summary>Times the library's own loops, step by step, after a few to warm up.</summary>
internal static class StepTimer
{
    private const int WarmUp = 3, Least = 5;

    /// <summary>Seconds of each step.</summary>
    /// <param name="work">What to time.</param>
    /// <param name="seconds">At least how long.</param>
    public static List<double> Time(BenchmarkCase work, double seconds) =>
        work.CriticSteps > 0 ? TimeTraining(work, seconds) : TimeSearch(work, seconds);

    private static List<double> TimeTraining(BenchmarkCase work, double seconds)
    {
        using var random = new Generator(1);
        var options = new TrainOptions
        {
            Steps = TrainOptions.MaxSteps,
            Batch = work.Batch,
            CriticSteps = work.CriticSteps,
            PenaltyEvery = work.PenaltyEvery,
            Precision = work.Precision,
        };
        using var training = WganTraining.Begin(new NoiseImages(work.Size, random), work.Spec, options, CPU);
        var times = new List<double>();
        while (times.Count < WarmUp + Least || times.Sum() <= seconds)
        {
            var clock = Stopwatch.StartNew();
            training.Step();
            times.Add(clock.Elapsed.TotalSeconds);
        }

        return times[WarmUp..];
    }

    // A search yields nothing between its steps, so whole searches are timed, after a short one to warm up.
    private static List<double> TimeSearch(BenchmarkCase work, double seconds)
    {
        using var random = new Generator(1);
        using TrainedNetworks networks = TrainedNetworks.Create(work.Spec, random);
        networks.Freeze();
        const int StepsAtOnce = 20;
        TimeSteps(networks, work, WarmUp);
        var times = new List<double>();
        while (times.Count < Least || times.Sum() * StepsAtOnce < seconds)
            times.Add(TimeSteps(networks, work, StepsAtOnce) / StepsAtOnce);
        return times;
    }

    private static double TimeSteps(TrainedNetworks networks, BenchmarkCase work, int steps)
    {
        var options = new SearchOptions
        {
            Steps = steps,
            Plateau = 0,
            Batch = work.Batch,
            Precision = work.Precision,
        };
        float[] image = new float[work.Size * work.Size],
            start = new float[BenchmarkCase.Latent];
        float[][] images = [.. Enumerable.Repeat(image, work.Batch)],
            starts = [.. Enumerable.Repeat(start, work.Batch)];
        var clock = Stopwatch.StartNew();
        int found = LatentSearch.Run(networks, work.Spec, options, images, starts, CPU).Count;
        return found == work.Batch ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException("a search has "
            + "no result");
    }
}

/// <summary>Images of noise in memory: what is in a picture costs no time.</summary>
internal sealed class NoiseImages(int size, Generator random) : IImageBatches, ITrainingDraws
{
    public int Count => 10_000;

    public ITrainingDraws Draws(ulong seed) => this;

    public Tensor Next(int count) => rand([count, 1, size, size], generator: random);

    public void Skip(long count)
    {
    }
}
