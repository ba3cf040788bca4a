using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Scoring;

/// <summary>
/// What scoring found for one image file: a score with its pictures, or the reason why there is none.
/// </summary>
public sealed record ScoredImage
{
    /// <summary>The file.</summary>
    public required ImageFile File { get; init; }

    /// <summary>Why the image was not scored, in one line; null where it was.</summary>
    public string? Error { get; init; }

    /// <summary>The numbers; null where there is an error.</summary>
    public AnomalyScore? Score { get; init; }

    /// <summary>
    /// Whether the search reached a plateau before its last step; null where the method does not search.
    /// </summary>
    public bool? Converged { get; init; }

    /// <summary>Search steps made for this image, all restarts together.</summary>
    public int Steps { get; init; }

    /// <summary>Wall-clock seconds of its batch's search, divided by the images in it.</summary>
    public double Seconds { get; init; }

    /// <summary>The picture as decoded, or null where it is too large to keep and must be read again.</summary>
    public PixelImage? Original { get; init; }

    /// <summary>Its tiles, in rows from the top; none where it was scored whole.</summary>
    public IReadOnlyList<TileBox> Tiles { get; init; } = [];

    /// <summary>Whether the picture is in colour: has channels that differ.</summary>
    public bool IsColour { get; init; }

    /// <summary>The greatest sample of the picture where it has 16 bits; null where it has 8.</summary>
    public int? GreatestWord { get; init; }

    /// <summary>Where the picture differs from its reconstruction, and that; null where there is an error.</summary>
    public IScoreMaps? Maps { get; init; }

    /// <summary>
    /// The defects on the map at the picture's resolution, where scoring looked for them already; null leaves it to the
    /// results folder, which holds one mask at a time.
    /// </summary>
    public DefectRegions? Defects { get; init; }

    /// <summary>
    /// How the picture was prepared and fitted to the networks' size; null where there is an error, or where it was not
    /// fitted as a whole.
    /// </summary>
    public SquareGeometry? Geometry => (Maps as SquareMaps)?.Geometry;
}
