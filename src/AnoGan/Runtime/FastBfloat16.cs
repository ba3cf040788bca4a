using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Runtime;

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
    /// <param name="device">The device; libtorch must be loaded.</param>
    public static bool IsOn(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
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
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
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
