using AnoGan.Method;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan;

/// <summary>
/// What a run computes with where its user left that open, decided here and nowhere else. Where something has set it
/// already, such as the run that this one resumes, that holds on whatever machine: anything else would change the
/// results.
/// </summary>
internal static class ComputeSettings
{
    private const string Auto = "auto";

    /// <summary>
    /// CPU threads: what is asked for, else what the resumed run had, else a thread for each CPU that this process may
    /// use.
    /// </summary>
    /// <param name="wished">The wish; null where there is none.</param>
    /// <param name="earlier">What the resumed run had; null where none is resumed.</param>
    /// <param name="events">Told where the resumed run decides, and the CPUs would have it otherwise.</param>
    public static int Threads(int? wished, int? earlier = null, RunEvents? events = null)
    {
        int processors = Environment.ProcessorCount;
        if (wished is null && earlier is { } threads && threads != processors)
        {
            events?.Note?.Invoke($"{threads} CPU threads as before, though this process may use {processors} CPUs: "
                + "with another number the last digits would differ");
        }

        return wished ?? earlier ?? processors;
    }

    /// <summary>
    /// The device: what is asked for, else the resumed run's, else CUDA where there is one, else the CPU. libtorch must
    /// be loaded.
    /// </summary>
    /// <param name="wished">auto, cpu, cuda or cuda:N.</param>
    /// <param name="earlier">The resumed run's; null where none is resumed.</param>
    /// <exception cref="AnoGanException">The device is not there.</exception>
    public static Device Device(string wished, string? earlier = null) =>
        TorchDevice.Resolve(wished == Auto && earlier is not null ? earlier : wished);

    /// <summary>
    /// In what numbers to compute: what is asked for, else what is set already, else whichever is faster on the device.
    /// </summary>
    /// <param name="wished">The wish.</param>
    /// <param name="set">
    /// What the resumed run computed in, or what scores must be computed in to be comparable; null where both will do.
    /// </param>
    /// <param name="device">The device; libtorch must be loaded.</param>
    /// <param name="events">Told where bfloat16 is asked for and will be slow, and where it is chosen.</param>
    public static Precision Precision(PrecisionMode wished, Precision? set, Device device, RunEvents events)
    {
        if (wished == PrecisionMode.Fp32 || (wished == PrecisionMode.Auto && set == Method.Precision.Fp32))
            return Method.Precision.Fp32;
        bool isFast = FastBfloat16.IsOn(device);
        if (wished == PrecisionMode.Auto && set == Method.Precision.Bf16)
        {
            if (!isFast)
            {
                events.Note?.Invoke($"convolutions in bfloat16 as before, though {device} does not compute in it "
                    + "itself: "
                    + "slower, but in the same numbers");
            }

            return Method.Precision.Bf16;
        }

        if (wished == PrecisionMode.Bf16 && !isFast)
        {
            events.Warning?.Invoke($"--precision bf16: {device} does not compute in bfloat16 itself, so this is "
                + "slower than fp32; "
                + "--precision auto takes the faster one");
        }

        if (wished == PrecisionMode.Auto && isFast)
            events.Note?.Invoke($"convolutions in bfloat16, in which {device} is faster (--precision fp32 to do "
                + "without)");
        return wished == PrecisionMode.Bf16 || isFast ? Method.Precision.Bf16 : Method.Precision.Fp32;
    }
}
