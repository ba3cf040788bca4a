namespace AnoGan.Sampling;

/// <summary>What samples.json says of one generated picture.</summary>
/// <param name="Sample">Its number, from 0, in the order of samples.png.</param>
/// <param name="ByPixels">Its nearest training images by pixels, nearest first.</param>
/// <param name="ByFeatures">Its nearest training images by the critic's features, nearest first.</param>
internal sealed record SampleRow(
    int Sample, IReadOnlyList<SampleNeighbour> ByPixels, IReadOnlyList<SampleNeighbour> ByFeatures);
