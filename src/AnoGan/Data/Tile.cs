namespace AnoGan.Data;

/// <summary>Where a square of a picture begins.</summary>
/// <param name="Left">Its first column, in pixels.</param>
/// <param name="Top">Its first row, in pixels.</param>
internal readonly record struct Tile(int Left, int Top);
