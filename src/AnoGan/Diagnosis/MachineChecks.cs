using System.Globalization;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AnoGan.Diagnosis;

/// <summary>What the machine has, and how much of it this process may use.</summary>
internal static class MachineChecks
{
    private const long LeastMemory = 2L << 30;

    /// <summary>The processor, its vector extensions, and its cores.</summary>
    public static Finding Processor()
    {
        string[] lines = LinesOf("/proc/cpuinfo");
        string name = ValueOf(lines, "model name") ?? "name not known";
        string[] flags = (ValueOf(lines, "flags") ?? "").Split(' ');
        int processors = lines.Count(line => line.StartsWith("processor", StringComparison.Ordinal));
        string limits = string.Join(
            ", ",
            new[]
            {
                Limit("cpu.max", "/sys/fs/cgroup/cpu.max"),
                Limit("cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us"),
            }.OfType<string>());
        string[] extensions =
        [
            .. (Avx2.IsSupported ? ["AVX2"] : (string[])[]),
            .. (Fma.IsSupported ? ["FMA"] : (string[])[]),
            .. (Avx512F.IsSupported ? ["AVX512"] : (string[])[]),
            .. (flags.Contains("avx512_bf16") ? ["AVX512_BF16"] : (string[])[]),
            .. (flags.Contains("amx_bf16") ? ["AMX_BF16"] : (string[])[]),
            .. (AdvSimd.IsSupported ? ["NEON"] : (string[])[]),
        ];
        var finding = new Finding("processor", FindingStatus.Ok, $"{name}; "
            + $"{(extensions.Length == 0 ? "no vector extensions" : string.Join(' ', extensions))}")
        {
            Details =
            [
                $"{Environment.ProcessorCount} threads to "
                    + $"use{(processors > 0 ? $" of {processors}" : "")}{(limits.Length > 0 ? $" (cgroup: {limits})" : "")}",
            ],
        };
        return Avx2.IsSupported || AdvSimd.IsSupported
            ? finding
            : finding with { Status = FindingStatus.Warning, Remedy = "without AVX2 everything takes several times as "
                + "long; use another machine, or let a virtual one pass the host's processor through" };
    }

    /// <summary>Memory that this process may use, which a container may limit, and that of the machine.</summary>
    public static Finding Memory()
    {
        string[] lines = LinesOf("/proc/meminfo");
        long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string total = Kilobytes(lines, "MemTotal") is { } all ? $" of {Gibibytes(all << 10)}" : "";
        string available = Kilobytes(lines, "MemAvailable") is { } free
            ? $", {Gibibytes(free << 10)} available now"
            : "";
        string text = $"{Gibibytes(limit)} to use{total}{available}";
        return limit >= LeastMemory
            ? new Finding("memory", FindingStatus.Ok, text)
            : new Finding("memory", FindingStatus.Warning, text) { Remedy = "trainings of 64 pixels and width 32 take "
                + "about 2 GiB: lower --batch, --width and --cache-mb, or give the container more" };
    }

    private static string Gibibytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):F1} GiB");

    private static long? Kilobytes(string[] lines, string key) =>
        ValueOf(lines, key)?.Split(' ') is [var number, ..] && NumberText.TryRead(number, out long kilobytes)
            ? kilobytes
            : null;

    private static string? Limit(string name, string path) =>
        LinesOf(path) is [var text, ..] && !text.StartsWith("max", StringComparison.Ordinal) && !text.StartsWith('-')
            ? $"{name} {text.Trim()}"
            : null;

    private static string[] LinesOf(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];

    private static string? ValueOf(string[] lines, string key) =>
        Array.Find(lines, line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : null;
}
