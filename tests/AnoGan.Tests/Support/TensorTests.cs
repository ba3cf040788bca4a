using AnoGan.Runtime;
using AnoGan.Training;
using TorchSharp;

namespace AnoGan.Tests.Support;

/// <summary>All tests that touch libtorch: one after another, while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TensorTests : ICollectionFixture<TorchFixture>
{
    public const string Name = "tensors";
}

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

/// <summary>A model of 70 drawn pictures, trained for three steps; for tests that only score.</summary>
public abstract class ModelFixture : IDisposable
{
    private readonly TempFolder _temp = new();

    internal ModelFixture(Action<string> draw, Func<string, string, TrainRequest> request)
    {
        Model = Path.Combine(_temp.Path, "model");
        draw(Path.Combine(_temp.Path, "normal"));
        TinyRuns.Run(request(Path.Combine(_temp.Path, "normal"), Model));
    }

    /// <summary>The model directory.</summary>
    public string Model { get; }

    public void Dispose()
    {
        _temp.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A model of whole grey pictures of 8×8.</summary>
public sealed class TrainedModelFixture() : ModelFixture(folder => TinyRuns.Draw(folder, 70), TinyRuns.Train);

/// <summary>A model of patches of 8×8 from grey pictures of 24×20.</summary>
public sealed class TrainedPatchModelFixture()
    : ModelFixture(folder => TinyRuns.DrawWide(folder, 70), TinyRuns.TrainPatches);
