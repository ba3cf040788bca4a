namespace AnoGan.Tests.Fuzzing;

/// <summary>Tests that watch time and memory: one after another, while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzTests
{
    public const string Name = "fuzzing";
}
