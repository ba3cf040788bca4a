using AnoGan.Method;
using AnoGan.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Tests.Runtime;

/// <summary>
/// What comes out on a GPU must be what comes out on the CPU, but for its other order of sums and its coarser products.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class CudaTests
{
    // libtorch lets the GPU's convolutions take TF32, of 10 bits.
    private const double Tolerance = 5e-3;

    private static readonly NetworkSpec Spec = new(28, 1, 16, 16);

    [Fact]
    public void Draws_and_scores_as_on_the_cpu()
    {
        RequireCuda();
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        Tensor z = randn(16, 16, generator: random), images = randn([16, 1, 28, 28], generator: random);
        Tensor[] Run(Device device)
        {
            networks.MoveTo(device);
            Tensor x = images.to(device);
            return
            [
                networks.Average.forward(z.to(device)), networks.Critic.Features(x), networks.Critic.InputGradient(x),
                networks.Encoder!.forward(x),
            ];
        }

        Tensor[] onCpu = Run(CPU), onGpu = Run(CUDA);

        foreach ((Tensor one, Tensor other) in onCpu.Zip(onGpu))
            Assert.InRange(((one - other.to(CPU)).norm() / one.norm()).item<float>(), 0, Tolerance);
    }

    [Fact]
    public void Searches_as_on_the_cpu()
    {
        RequireCuda();
        using TrainedNetworks networks = TinyNetworks.Frozen(Spec, hasEncoder: true);
        using var random = new Generator(3);
        float[][] images = [.. TensorAssert.Values(randn([20, 1, 28, 28], generator: random)).Chunk(28 * 28)];
        IReadOnlyList<SearchResult> Run(Device device)
        {
            networks.MoveTo(device);
            return LatentSearch.Run(
                networks, Spec, new SearchOptions { Steps = 10, Plateau = 0, Batch = 20 }, images, new float[20][],
                device);
        }

        IReadOnlyList<SearchResult> onCpu = Run(CPU), onGpu = Run(CUDA);

        Assert.All(
            onCpu.Zip(onGpu), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, Tolerance * pair.First.Loss));
    }

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public void Trains(Precision precision)
    {
        RequireCuda();
        var options = new TrainOptions { Steps = 3, Batch = 16, Precision = precision };

        using var training = WganTraining.Begin(new DrawnBatches(30, 28), Spec, options, CUDA);
        while (!training.IsDone)
            training.Step();
        using TrainedNetworks networks = training.Finish();

        Assert.All(networks.Critic.parameters(), weights => Assert.Equal(DeviceType.CUDA, weights.device_type));
        Assert.All(TensorAssert.Weights(networks.Generator), weight => Assert.True(float.IsFinite(weight)));
    }

    private static void RequireCuda() =>
        Assert.SkipUnless(cuda.is_available(), "there is no CUDA device, or this is a build for the CPU (dotnet test "
            + "-p:TorchBackend=cuda)");
}
