using AnoGan.Method;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Benchmarks;

/// <summary>One measurement between two of the yardstick, for the machine may be busy with other work.</summary>
internal static class Benchmark
{
    private const double YardstickSeconds = 1;

    /// <summary>Measures a case.</summary>
    /// <param name="work">The case.</param>
    /// <param name="seconds">At least how long.</param>
    public static BenchmarkResult Measure(BenchmarkCase work, double seconds)
    {
        TorchDevice.SetThreads(work.Threads);
        bool isBf16 = work.Precision == Precision.Bf16;
        double before = MatrixRate.Measure(YardstickSeconds);
        double? bf16Before = isBf16 ? MatrixRate.Measure(YardstickSeconds, ScalarType.BFloat16) : null;
        List<double> times =
            work.Work == BenchmarkCase.ReferenceSearch
                ? ReferenceSearch.Time(work.Spec)
                : StepTimer.Time(work, seconds);
        double after = MatrixRate.Measure(YardstickSeconds);
        double? bf16After = isBf16 ? MatrixRate.Measure(YardstickSeconds, ScalarType.BFloat16) : null;
        double step = Median.Of(times);
        int images = work.Batch * Math.Max(1, work.CriticSteps);
        return new BenchmarkResult(
            work, times.Count, step, images / step, work.StepOperations / step / 1e9, (before + after) / 2,
            (bf16Before + bf16After) / 2);
    }
}
