using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

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
    /// <exception cref="AnoGanException">The name is another.</exception>
    public static void CheckName(string name)
    {
        if (!IsName(name))
            throw AnoGanException.Of("Device", $": found {name}, expected {Names}");
    }

    /// <summary>Whether it is the name of a device; needs no libtorch.</summary>
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

/// <summary>Whether a device computes in bfloat16 faster than in fp32.</summary>
internal static class FastBfloat16
{
    /// <summary>
    /// The environment variable that answers for the CPU, 1 (faster) or 0 (not): for a machine whose instructions do
    /// not tell, and to see here what happens on another kind.
    /// </summary>
    public const string Variable = "ANOGAN_FAST_BF16";

    private const int Side = 2048, Products = 5;
    private const double LeastGain = 1.3;

    private static readonly AsyncLocal<bool?> s_assumed = new();

    /// <summary>What to answer for the CPU in this flow of control, whatever it is; null to look at it.</summary>
    internal static bool? AssumedOnCpu
    {
        get => s_assumed.Value;
        set => s_assumed.Value = value;
    }

    /// <summary>
    /// Looks at the CPU's instructions (AVX512-BF16 or AMX-BF16), or times two products of matrices on a GPU.
    /// </summary>
    public static bool IsOn(Device device)
    {
        if (device.type != DeviceType.CPU)
            return SecondsOf(ScalarType.Float32, device) > LeastGain * SecondsOf(ScalarType.BFloat16, device);
        return AssumedOnCpu ?? Environment.GetEnvironmentVariable(Variable) switch
        {
            "1" => true,
            "0" => false,
            _ => IsOnThisCpu(),
        };
    }

    // Leaf 7: AVX512-BF16 is bit 5 of EAX of sub-leaf 1, AMX-BF16 bit 22 of EDX of sub-leaf 0.
    internal static bool IsOnThisCpu()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7 || !ConvolutionLibraries.HasOneDnn)
            return false;
        bool hasAvx = Avx512F.IsSupported && X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
        return hasAvx || (Avx512F.IsSupported && (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0);
    }

    private static double SecondsOf(ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        Tensor left = ones(Side, Side, dtype: type, device: device);
        left.matmul(left);
        cuda.synchronize(device);
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < Products; i++)
            left.matmul(left);
        cuda.synchronize(device);
        return clock.Elapsed.TotalSeconds;
    }
}
