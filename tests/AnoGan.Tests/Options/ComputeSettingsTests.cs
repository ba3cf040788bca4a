using AnoGan.Method;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Tests.Options;

[Collection(TensorTests.Name)]
public sealed class ComputeSettingsTests
{
    private readonly List<string> _warnings = [], _notes = [];

    private RunEvents Events => new() { Warning = _warnings.Add, Note = _notes.Add };

    [Theory]
    [InlineData(true, Precision.Bf16)]
    [InlineData(false, Precision.Fp32)]
    public void Chooses_bfloat16_where_it_is_fast_and_nothing_has_set_it(bool isFast, Precision expected)
    {
        FastBfloat16.AssumedOnCpu = isFast;

        Assert.Equal(expected, ComputeSettings.Precision(PrecisionMode.Auto, set: null, CPU, Events));
        Assert.Equal(Precision.Fp32, ComputeSettings.Precision(PrecisionMode.Auto, Precision.Fp32, CPU, Events));
        Assert.Equal(Precision.Bf16, ComputeSettings.Precision(PrecisionMode.Auto, Precision.Bf16, CPU, Events));
        string note = isFast
            ? "convolutions in bfloat16, in which cpu is faster (--precision fp32 to do without)"
            : "convolutions in bfloat16 as before, though cpu does not compute in it itself: slower, but in the same "
                + "numbers";
        Assert.Equal([note], _notes);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Takes_what_it_is_told_and_warns_where_that_is_slow(bool isFast)
    {
        FastBfloat16.AssumedOnCpu = isFast;

        Assert.Equal(Precision.Fp32, ComputeSettings.Precision(PrecisionMode.Fp32, Precision.Bf16, CPU, Events));
        Assert.Empty(_warnings);
        Assert.Equal(Precision.Bf16, ComputeSettings.Precision(PrecisionMode.Bf16, Precision.Fp32, CPU, Events));
        Assert.Equal(isFast ? 0 : 1, _warnings.Count(warning => warning.StartsWith("--precision bf16: cpu does not "
            + "compute", StringComparison.Ordinal)));
    }

    [Fact]
    public void Takes_the_threads_and_the_device_of_the_resumed_run_unless_told_otherwise()
    {
        int here = Environment.ProcessorCount;

        Assert.Equal(here, ComputeSettings.Threads(wished: null));
        Assert.Equal(here + 3, ComputeSettings.Threads(wished: null, here + 3, Events));
        Assert.Equal(5, ComputeSettings.Threads(5, here + 3, Events));
        Assert.Equal([$"{here + 3} CPU threads as before, though this process may use {here} CPUs: with another "
            + "number the last digits would differ"], _notes);
        Assert.Equal(DeviceType.CPU, ComputeSettings.Device("auto", "cpu").type);
        Assert.StartsWith(
            "Device cuda:1023: found ",
            Assert.Throws<AnoGanException>(() => ComputeSettings.Device("auto", "cuda:1023")).Message,
            StringComparison.Ordinal);
    }
}
