namespace AnoGan.Scoring;

/// <summary>Connected pixels of a picture that differ from normal.</summary>
/// <param name="X">Left edge of the box around them, in pixels from the left of the picture.</param>
/// <param name="Y">Top edge of the box, in pixels from the top.</param>
/// <param name="Width">Width of the box in pixels, at least 1.</param>
/// <param name="Height">Height of the box in pixels, at least 1.</param>
/// <param name="Area">Number of the pixels, at least 1, at most those of the box.</param>
/// <param name="Peak">The largest value of the map within the region, in units of the map.</param>
/// <param name="Mean">The mean of the map over the region's pixels, in units of the map.</param>
public sealed record DefectRegion(int X, int Y, int Width, int Height, int Area, double Peak, double Mean);
