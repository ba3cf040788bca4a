using System.Diagnostics;
using AnoGan.Models;
using static TorchSharp.torch;

namespace AnoGan.Benchmarks;

/// <summary>The yardstick: how fast this machine multiplies two square matrices.</summary>
internal static class MatrixRate
{
    private const int Side = 2048;

    /// <summary>Multiplies for a while.</summary>
    /// <param name="seconds">At least how long.</param>
    /// <param name="type">float32 or bfloat16.</param>
    /// <returns>Thousand millions of floating-point operations a second, the median over the products.</returns>
    public static double Measure(double seconds, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        Tensor left = ones(Side, Side, dtype: type), right = ones(Side, Side, dtype: type);
        matmul(left, right).Dispose();
        var times = new List<double>();
        var whole = Stopwatch.StartNew();
        while (times.Count < 3 || whole.Elapsed.TotalSeconds < seconds)
        {
            var clock = Stopwatch.StartNew();
            matmul(left, right).Dispose();
            times.Add(clock.Elapsed.TotalSeconds);
        }

        return 2.0 * Side * Side * Side / Median.Of(times) / 1e9;
    }
}

/// <summary>The middle of measurements, which a single disturbance does not move.</summary>
internal static class Median
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>What was measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        IEnumerable<string> lines = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : [];
        string processor =
            lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? "unknown processor";
        IReadOnlyDictionary<string, string> versions = RuntimeVersions.Collect();
        return $"{processor}, {Environment.ProcessorCount} CPUs, {versions["system"]}, {versions["dotnet"]}, libtorch "
            + $"{versions["libtorch"]}, anogan {versions["anogan"]}";
    }
}
