namespace AnoGan.Tests.Support;

/// <summary>All tests that touch libtorch: one after another, while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TensorTests : ICollectionFixture<TorchFixture>
{
    public const string Name = "tensors";
}
