using AnoGan.Runtime;
using AnoGan.Tests.Support;
using TorchSharp;

namespace AnoGan.Tests.Runtime;

[Collection(TensorTests.Name)]
public sealed class TorchDeviceTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("cuda:12")]
    public void Knows_these_names(string name) => TorchDevice.CheckName(name);

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CPU")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:1,0")]
    [InlineData("cuda:1024")]
    [InlineData("cuda:99999999999")]
    [InlineData("cuda:x")]
    public void Refuses_other_names(string name)
    {
        var refusal = Assert.Throws<AnoGanException>(() => TorchDevice.CheckName(name));

        Assert.Equal($"Device: found {name}, expected auto, cpu, cuda or cuda:N", refusal.Message);
    }

    [Fact]
    public void Resolves_the_cpu() => Assert.Equal("cpu", TorchDevice.Resolve("cpu").ToString());

    [Fact]
    public void Takes_what_there_is_for_auto() =>
        Assert.Equal(torch.cuda.is_available() ? DeviceType.CUDA : DeviceType.CPU, TorchDevice.Resolve("auto").type);

    [Fact]
    public void Refuses_a_device_that_is_not_there()
    {
        var refusal = Assert.Throws<AnoGanException>(() => TorchDevice.Resolve("cuda:999"));

        Assert.StartsWith("Device cuda:999: found ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void Refuses_numbers_of_threads_out_of_range(int threads) =>
        Assert.StartsWith(
            $"Threads: found {threads}, expected ",
            Assert.Throws<AnoGanException>(() => TorchDevice.SetThreads(threads)).Message, StringComparison.Ordinal);
}
