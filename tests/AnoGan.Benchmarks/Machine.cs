using AnoGan.Models;

namespace AnoGan.Benchmarks;

/// <summary>What the measurements hold for.</summary>
internal static class Machine
{
    public static string Describe()
    {
        string processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1]
                .Trim()
                ?? "unknown processor"
            : "unknown processor";
        IReadOnlyDictionary<string, string> versions = RuntimeVersions.Collect();
        return $"{processor}, {Environment.ProcessorCount} CPUs, {versions["system"]}, {versions["dotnet"]}, libtorch "
            + $"{versions["libtorch"]}, anogan {versions["anogan"]}";
    }
}
