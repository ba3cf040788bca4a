namespace AnoGan.Demo;

/// <summary>One folder of the demo data.</summary>
/// <param name="Name">Path below the output folder with forward slashes, such as "test/scratch".</param>
/// <param name="Count">Number of pictures or masks in it.</param>
internal sealed record DemoFolder(string Name, int Count);
