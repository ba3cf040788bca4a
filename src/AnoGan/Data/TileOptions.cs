namespace AnoGan.Data;

/// <summary>How pictures are cut for networks that see a part of them at a time.</summary>
/// <param name="Stride">
/// Pixels of the prepared picture from one tile to the next when it is scored: 1 to the networks' size.
/// </param>
/// <param name="Augmentation">How training patches are turned and mirrored.</param>
public sealed record TileOptions(int Stride, Augmentation Augmentation)
{
    /// <summary>
    /// The stride where none is asked for: half a patch, so that every pixel is near the middle of some tile.
    /// </summary>
    /// <param name="patch">Side of the patches in pixels.</param>
    public static int DefaultStride(int patch) => Math.Max(patch / 2, 1);

    /// <summary>Refuses values outside their ranges.</summary>
    /// <param name="patch">Side of the patches in pixels.</param>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate(int patch)
    {
        new NumberRange(1, patch).Check(nameof(Stride), Stride);
        ValueRule.Check(this);
    }
}
