using System.Runtime.InteropServices;

namespace AnoGan.Runtime;

/// <summary>What the C library does with memory that libtorch has freed.</summary>
internal static partial class FreedMemory
{
    // glibc's malloc.h
    private const int TrimThreshold = -1, TopPad = -2, MapThreshold = -3;

    // The most that glibc takes on 64 bits; what is larger is a mapping of its own whatever is asked.
    private const int LargestMapThreshold = 32 << 20;

    /// <summary>
    /// Keeps it for the next tensor. By itself glibc hands the memory of large tensors back to the system as soon as
    /// they are freed and asks for as much again a moment later, every page of which the system then clears anew: a
    /// tenth to a third of a training step. Nothing is done where the user has said how memory is freed, nor where the
    /// C library is another.
    /// </summary>
    public static void Keep()
    {
        bool isWished = Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(
            name => name == "GLIBC_TUNABLES" || name.StartsWith("MALLOC_", StringComparison.Ordinal));
        if (!OperatingSystem.IsLinux() || isWished)
            return;
        try
        {
            _ = SetOption(MapThreshold, LargestMapThreshold);
            _ = SetOption(TrimThreshold, int.MaxValue);
            _ = SetOption(TopPad, 256 << 20);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
