using AnoGan.Runtime;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Runtime;

[Collection(TensorTests.Name)]
public sealed class FastBfloat16Tests
{
    [Fact]
    public void Sees_the_instructions_that_the_system_lists()
    {
        Assert.SkipUnless(File.Exists("/proc/cpuinfo"), "there is no /proc/cpuinfo to compare with");
        string[] flags =
            File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))
                ?.Split(' ')
            ?? [];

        Assert.Equal(
            ConvolutionLibraries.HasOneDnn && (flags.Contains("avx512_bf16") || flags.Contains("amx_bf16")),
            FastBfloat16.IsOnThisCpu());
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    public void Takes_the_word_of_the_variable_for_another_kind_of_cpu(string value, bool expected)
    {
        string? before = Environment.GetEnvironmentVariable(FastBfloat16.Variable);
        try
        {
            Environment.SetEnvironmentVariable(FastBfloat16.Variable, value);

            Assert.Equal(expected, FastBfloat16.IsOn(CPU));
        }
        finally
        {
            Environment.SetEnvironmentVariable(FastBfloat16.Variable, before);
        }
    }
}
