using AnoGan.Networks;
using AnoGan.Runs;
using AnoGan.Runtime;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Runs;

[Collection(TensorTests.Name)]
public sealed class ResolvedPrecisionTests
{
    [Fact]
    public void Takes_bfloat16_by_itself_only_where_it_is_fast_and_allowed()
    {
        Precision fast = FastBfloat16.IsOn(CPU) ? Precision.Bf16 : Precision.Fp32;

        Assert.Equal(fast, ResolvedPrecision.Of(PrecisionMode.Auto, CPU, allowed: true, new RunEvents()));
        Assert.Equal(Precision.Fp32, ResolvedPrecision.Of(PrecisionMode.Auto, CPU, allowed: false, new RunEvents()));
    }

    [Fact]
    public void Takes_what_it_is_told_and_warns_where_that_is_slow()
    {
        var warnings = new List<string>();
        var events = new RunEvents { Warning = warnings.Add };

        Assert.Equal(Precision.Fp32, ResolvedPrecision.Of(PrecisionMode.Fp32, CPU, allowed: true, events));
        Assert.Empty(warnings);
        Assert.Equal(Precision.Bf16, ResolvedPrecision.Of(PrecisionMode.Bf16, CPU, allowed: false, events));
        Assert.Equal(FastBfloat16.IsOn(CPU) ? 0 : 1, warnings.Count(warning => warning.StartsWith("--precision bf16: cpu does not compute", StringComparison.Ordinal)));
    }
}
