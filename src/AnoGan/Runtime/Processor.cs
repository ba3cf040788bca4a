using System.Runtime.InteropServices;

namespace AnoGan.Runtime;

/// <summary>The kind of CPU, which the last bits of a result depend on.</summary>
internal static class Processor
{
    /// <summary>Its name as the system gives it; where it gives none, the architecture.</summary>
    public static string Name { get; } = Find() ?? $"{RuntimeInformation.ProcessArchitecture}";

    private static string? Find()
    {
        const string file = "/proc/cpuinfo", name = "model name";
        string? line = null;
        if (File.Exists(file))
            Quietly.Do(() => line = File.ReadLines(file).FirstOrDefault(
                read => read.StartsWith(name, StringComparison.Ordinal)));
        string? found = line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return found is { Length: > 0 } ? found : null;
    }
}
