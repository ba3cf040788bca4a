namespace AnoGan.Models;

/// <summary>How pictures are cut, on a model card.</summary>
/// <param name="Patch">Side of patches and tiles in pixels of the prepared picture.</param>
/// <param name="Stride">Pixels from one tile to the next.</param>
/// <param name="Augment">How training patches were varied, as on the command line.</param>
internal sealed record CardTiles(int Patch, int Stride, string Augment);
