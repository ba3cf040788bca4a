using TorchSharp;

namespace AnoGan.Runtime;

/// <summary>The device named by a user, and the CPU threads.</summary>
internal static class TorchDevice
{
    private static volatile int s_threads = Environment.ProcessorCount;

    /// <summary>The CPU threads that were set last; libtorch's own default before that.</summary>
    internal static int Threads
    {
        get => s_threads;
        private set => s_threads = value;
    }

    /// <summary>Resolves a device name; libtorch must be loaded.</summary>
    /// <param name="name">auto (CUDA where there is one), cpu, cuda, or cuda:N with N from 0.</param>
    /// <exception cref="AnoGanException">The name is another, or the device is not there.</exception>
    public static torch.Device Resolve(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        CheckName(name);
        if (name == "cpu" || (name == "auto" && !torch.cuda.is_available()))
            return torch.CPU;

        int index = NumberOf(name) ?? 0;
        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (index >= count)
        {
            string found = count == 0 ? "no CUDA device (or a build without CUDA)" : $"CUDA devices 0 to {count - 1}";
            throw AnoGanException.Of("Device", $" {name}: found {found}; use cpu, or build with "
                + "-p:TorchBackend=cuda on a machine with an NVIDIA driver");
        }

        return torch.device(DeviceType.CUDA, index);
    }

    /// <summary>What there is to choose from.</summary>
    public const string Names = "auto, cpu, cuda or cuda:N";

    /// <summary>Refuses what is no device name at all; needs no libtorch.</summary>
    /// <param name="name">As in <see cref="Resolve"/>.</param>
    /// <exception cref="AnoGanException">The name is another.</exception>
    public static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name))
            throw AnoGanException.Of("Device", $": found {name}, expected {Names}");
    }

    /// <summary>Whether it is the name of a device; needs no libtorch.</summary>
    /// <param name="name">As in <see cref="Resolve"/>.</param>
    public static bool IsName(string name) => name is "auto" or "cpu" or "cuda" || NumberOf(name) is not null;

    private static int? NumberOf(string name) =>
        name.StartsWith("cuda:", StringComparison.Ordinal) && NumberText.TryRead(name.AsSpan(5), out int index)
            && index is >= 0 and < 1024 ? index : null;

    /// <summary>
    /// Sets the CPU threads of libtorch for the whole process; the libraries below it keep the number for each thread
    /// that computes, so a thread sets it again before its first computation.
    /// </summary>
    /// <param name="threads">1 to 1024; results are repeatable for equal numbers only.</param>
    /// <exception cref="AnoGanException">The number is outside the range.</exception>
    public static void SetThreads(int threads)
    {
        new NumberRange(1, 1024).Check(nameof(Threads), threads);
        Threads = threads;
        torch.set_num_threads(threads);
    }
}
