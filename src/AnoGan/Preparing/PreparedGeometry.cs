namespace AnoGan.Preparing;

/// <summary>
/// Where the pixels of a prepared picture lie in the picture it was made from. The source is first resized as a whole;
/// every column of the prepared picture is then a run of consecutive pixels of one column of that, so that crops and
/// flattened scans are the same thing.
/// </summary>
public sealed record PreparedGeometry
{
    /// <summary>Width of the picture in the file, in pixels.</summary>
    public required int SourceWidth { get; init; }

    /// <summary>Height of the picture in the file, in pixels.</summary>
    public required int SourceHeight { get; init; }

    /// <summary>Width of the resized picture, in pixels.</summary>
    public required int ScaledWidth { get; init; }

    /// <summary>Height of the resized picture, in pixels.</summary>
    public required int ScaledHeight { get; init; }

    /// <summary>Height of the prepared picture, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Column of the resized picture that the prepared picture begins with.</summary>
    public required int Left { get; init; }

    /// <summary>
    /// Of each column of the prepared picture the row of the resized picture that it begins with; rows outside that
    /// picture, negative ones included, stand for its nearest pixel.
    /// </summary>
    public required IReadOnlyList<int> Tops { get; init; }

    /// <summary>Width of the prepared picture, in pixels.</summary>
    public int Width => Tops.Count;
}
