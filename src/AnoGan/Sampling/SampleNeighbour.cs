namespace AnoGan.Sampling;

/// <summary>A training image near a generated picture.</summary>
/// <param name="Path">Path below the folder of images, with forward slashes.</param>
/// <param name="Distance">How far it, or the tile of it, is.</param>
internal sealed record SampleNeighbour(string Path, double Distance);
