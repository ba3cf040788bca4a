using System.Diagnostics;
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
