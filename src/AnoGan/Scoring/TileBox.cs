namespace AnoGan.Scoring;

/// <summary>A tile's numbers and where it lies in the picture of the file.</summary>
/// <param name="X">First column, in pixels of the file's picture.</param>
/// <param name="Y">First row; where columns were shifted that of the highest one.</param>
/// <param name="Width">Width in pixels, at least 1.</param>
/// <param name="Height">Height in pixels, from the first row to the last of any column, at least 1.</param>
/// <param name="Numbers">The tile's numbers.</param>
public sealed record TileBox(int X, int Y, int Width, int Height, ScoredTile Numbers);
