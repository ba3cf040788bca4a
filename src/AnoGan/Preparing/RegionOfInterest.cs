using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// The part of every picture that counts: what lies outside is made black before anything else, so that nothing of it
/// enters training, statistics, scores, maps or defects. It is the same in all pictures, and then kept in the model
/// itself; or every picture has a mask of its own, which is found by its name.
/// </summary>
public sealed record RegionOfInterest
{
    private RegionMask? _mask;

    /// <summary>
    /// The mask of all pictures as a PNG of one channel in base64, white where they count; null where each has its own.
    /// </summary>
    public required string? Png { get; init; }

    /// <summary>
    /// The folder of the pictures' own masks, for a run; null where the mask is one. No model keeps it: the pictures
    /// that it scores have their masks elsewhere.
    /// </summary>
    internal string? Folder { get; private init; }

    /// <summary>The mask of all pictures; null where each has its own.</summary>
    internal RegionMask? Mask => Png is { } png ? _mask ??= Decode(png) : null;

    /// <summary>Reads a mask: white, or nearer to it than to black, where pictures count.</summary>
    /// <param name="path">
    /// A picture of the size of all others; or a folder of masks, one a picture by name, of which none is read yet.
    /// </param>
    /// <exception cref="AnoGanException">It cannot be read, or nothing in it is white.</exception>
    public static RegionOfInterest Read(string path) => Directory.Exists(path)
        ? new RegionOfInterest { Png = null, Folder = path }
        : new RegionOfInterest { Png = Convert.ToBase64String(ImageCodec.EncodePng(RegionMask.Read(path).Levels)) };

    /// <summary>Refuses what is no mask, as a damaged model may have it.</summary>
    /// <exception cref="AnoGanException">It is none.</exception>
    public void Validate() => _ = Mask;

    /// <summary>Whether both count the same pixels, as far as a model says it.</summary>
    public bool Equals(RegionOfInterest? other) => other is not null && Png == other.Png;

    /// <inheritdoc/>
    public override int GetHashCode() => Png?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>The share that counts, the size, and the beginning of the mask's SHA-256; or "masks by name".</summary>
    public override string ToString() => Mask?.ToString() ?? "masks by name";

    private static RegionMask Decode(string png)
    {
        try
        {
            var mask = ImageCodec.Read(new ImageSource("roi", Convert.FromBase64String(png)));
            if (mask is { Channels: 1, BitDepth: 8 } && mask.Data.Contains(byte.MaxValue))
                return new RegionMask(mask, "the region of interest");
        }
        catch (Exception e) when (e is FormatException or AnoGanException)
        {
            // Said below.
        }

        throw new AnoGanException("roi: found no mask, expected a PNG of one channel in base64 with white in it; train "
            + "again");
    }
}
