using System.Globalization;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AnoGan.Diagnosis;

/// <summary>What the machine has, how much of it this process may use, and which folders can be written.</summary>
internal static class MachineChecks
{
    private const long LeastMemory = 2L << 30, LeastFree = 1L << 30;

    /// <summary>The processor, its vector extensions, and its cores.</summary>
    public static Finding Processor()
    {
        string[] lines = LinesOf("/proc/cpuinfo");
        string[] flags = (ValueOf(lines, "flags") ?? "").Split(' ');
        (string Name, bool IsThere)[] known =
        [
            ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX512", Avx512F.IsSupported),
            ("AVX512_BF16", flags.Contains("avx512_bf16")), ("AMX_BF16", flags.Contains("amx_bf16")),
            ("NEON", AdvSimd.IsSupported),
        ];
        string extensions = string.Join(' ', known.Where(one => one.IsThere).Select(one => one.Name));
        string text = $"{Runtime.Processor.Name}; {(extensions.Length == 0 ? "no vector extensions" : extensions)}";

        int processors = lines.Count(line => line.StartsWith("processor", StringComparison.Ordinal));
        string limits = string.Join(", ", new[]
        {
            Limit("cpu.max", "/sys/fs/cgroup/cpu.max"),
            Limit("cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us"),
        }.OfType<string>());
        string threads = $"{Environment.ProcessorCount} threads to use{(processors > 0 ? $" of {processors}" : "")}"
            + (limits.Length > 0 ? $" (cgroup: {limits})" : "");
        Finding finding = Avx2.IsSupported || AdvSimd.IsSupported
            ? Finding.Ok("processor", text)
            : Finding.Warning("processor", text, "without AVX2 everything takes several times as long; use another "
                + "machine, or let a virtual one pass the host's processor through");
        return finding with { Details = [threads] };
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
            ? Finding.Ok("memory", text)
            : Finding.Warning("memory", text, "trainings of 64 pixels and width 32 take about 2 GiB: lower --batch, "
                + "--width and --cache-mb, or give the container more");
    }

    /// <summary>The folder that the user works in.</summary>
    public static Finding CurrentFolder(string folder) => Folder(
        "folder", folder, "models and results cannot be made in this folder; change its permissions, or give other "
            + "paths with --model and --out");

    /// <summary>The folder of temporary files.</summary>
    public static Finding TempFolder(string folder) =>
        Folder("temp", folder, "set TMPDIR to a folder that can be written and run from");

    /// <summary>The folder of the patched library; where it is missing, the one that it would be made in.</summary>
    public static Finding CacheFolder(string folder)
    {
        string existing = folder;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        Finding finding = Folder("cache", existing, "set XDG_CACHE_HOME to a folder that can be written; until then a "
            + "copy of TorchSharp's library is made anew at each start, where one is needed");
        return existing == folder ? finding : finding with { Text = $"{folder}, not there yet; {finding.Text}" };
    }

    private static Finding Folder(string name, string folder, string remedy)
    {
        if (WhyNotWritable(folder) is { } reason)
            return Finding.Warning(name, $"{folder}: cannot be written ({reason})", remedy);
        long free = new DriveInfo(folder).AvailableFreeSpace;
        string text = $"{folder}: can be written, {Gibibytes(free)} free";
        return free >= LeastFree
            ? Finding.Ok(name, text)
            : Finding.Warning(name, text, "free space: a model takes some 10 MB, checkpoints several times as much, "
                + "and results up to the size of the images");
    }

    // The file goes as soon as it is closed.
    private static string? WhyNotWritable(string folder)
    {
        try
        {
            string path = Path.Combine(folder, $".anogan.{Path.GetRandomFileName()}");
            using var probe = new FileStream(
                path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
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
