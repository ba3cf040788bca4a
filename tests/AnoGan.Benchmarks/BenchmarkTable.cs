using System.Globalization;

namespace AnoGan.Benchmarks;

/// <summary>The results for people, a line each as soon as it is there.</summary>
internal sealed class BenchmarkTable(TextWriter output, BenchmarkFile? before)
{
    public void WriteHead(string machine)
    {
        output.WriteLine(machine);
        if (before is not null)
            output.WriteLine($"compared with {before.Machine}");
        string compared = before is null ? "" : "   before  now/before";
        output.WriteLine($"{"work",-16} size width batch penalty threads prec    ms/step   images/s   GFLOP/s  matrix "
            + $"  share  of bf16{compared}");
    }

    public void Write(BenchmarkResult result)
    {
        BenchmarkCase work = result.Case;
        string line = string.Create(CultureInfo.InvariantCulture, $"{work.Work,-16} {work.Size,4} {work.Width,5} "
            + $"{work.Batch,5} {work.PenaltyEvery,7} {work.Threads,7} {work.Precision,4} "
            + $"{result.SecondsPerStep * 1000,10:F1} {result.ImagesPerSecond,10:F0} {result.GigaflopsPerSecond,9:F0} "
            + $"{result.MatrixGigaflopsPerSecond,7:F0} {result.Share,7:P0} {result.Bf16Share,8:P0}");

        // Shares are compared, not times: what else the machine does slows the yardstick as well.
        if (before?.Results.FirstOrDefault(earlier => earlier.Case == work) is { } then)
            line += FormattableString.Invariant($" {then.Share,8:P0} {result.Share / then.Share,11:F2}");
        output.WriteLine(line);
    }
}
