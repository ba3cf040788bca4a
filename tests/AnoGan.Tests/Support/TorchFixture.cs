using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Tests.Support;

/// <summary>Loads libtorch once, on one thread.</summary>
public sealed class TorchFixture : IDisposable
{
    private readonly TempFolder _cache = new();

    public TorchFixture()
    {
        TorchRuntime.Load(_cache.Path);
        torch.set_num_threads(1);
    }

    public void Dispose() => _cache.Dispose();
}
