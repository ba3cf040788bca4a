using AnoGan.Networks;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Runs;

/// <summary>From what a user asks for to what a run computes in.</summary>
internal static class ResolvedPrecision
{
    /// <summary>What a wish comes to on a device.</summary>
    /// <param name="wished">The wish.</param>
    /// <param name="device">The device; libtorch must be loaded.</param>
    /// <param name="allowed">Whether <see cref="PrecisionMode.Auto"/> may choose bfloat16.</param>
    /// <param name="events">Told where bfloat16 is asked for and will be slow, and where it is chosen.</param>
    public static Precision Of(PrecisionMode wished, Device device, bool allowed, RunEvents events)
    {
        if (wished == PrecisionMode.Fp32 || (wished == PrecisionMode.Auto && !allowed))
            return Precision.Fp32;
        bool isFast = FastBfloat16.IsOn(device);
        if (wished == PrecisionMode.Bf16 && !isFast)
            events.Warning?.Invoke($"--precision bf16: {device} does not compute in bfloat16 itself, so this is slower than fp32; --precision auto takes the faster one");
        if (wished == PrecisionMode.Auto && isFast)
            events.Note?.Invoke($"convolutions in bfloat16, in which {device} is faster (--precision fp32 to do without)");
        return wished == PrecisionMode.Bf16 || isFast ? Precision.Bf16 : Precision.Fp32;
    }
}
