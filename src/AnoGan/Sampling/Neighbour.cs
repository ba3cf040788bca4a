namespace AnoGan.Sampling;

/// <summary>A training image that is near a picture.</summary>
/// <param name="Index">Its place among the training images.</param>
/// <param name="Distance">How far it is.</param>
internal readonly record struct Neighbour(int Index, double Distance);
