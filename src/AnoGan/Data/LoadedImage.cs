using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>What a set of squares keeps of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Square">Its pixels, grey where that loses nothing; null where the cache was full.</param>
/// <param name="Foreground">Which of them belong to the object; null where all do, or where the cache was full.</param>
/// <param name="HasForeground">Whether only some of them belong to the object.</param>
/// <param name="Geometry">Where they lie in the picture in the file.</param>
/// <param name="Hash">What <see cref="SquareReader"/> said of them.</param>
/// <param name="IsColour">Whether the channels of the picture in the file differ.</param>
/// <param name="GreatestWord">
/// The greatest sample of the picture in the file where it has 16 bits; null where it has 8.
/// </param>
internal sealed record LoadedImage(
    ImageFile File, PixelImage? Square, bool[]? Foreground, bool HasForeground, SquareGeometry Geometry, byte[] Hash,
    bool IsColour, int? GreatestWord) : LoadedFile(File, Hash, IsColour, GreatestWord, Geometry.Width, Geometry.Height)
{
    public override bool IsKept => Square is not null;

    /// <summary>What is kept of a file that was read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">What was read of it.</param>
    /// <param name="room">Where its pixels are kept if they fit.</param>
    public static LoadedImage Of(ImageFile file, SourceSquare source, CacheRoom room)
    {
        bool isKept = room.TryTake(source.Square.Data.LongLength + (source.Foreground?.LongLength ?? 0));
        return new LoadedImage(
            file, isKept ? source.Square : null, isKept ? source.Foreground : null, source.Foreground is not null,
            source.Geometry, source.Hash, source.IsColour, source.GreatestWord);
    }
}
