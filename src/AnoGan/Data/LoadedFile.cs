namespace AnoGan.Data;

/// <summary>What any set keeps of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Hash">What <see cref="ContentHash"/> said of the pixels made from it.</param>
/// <param name="IsColour">Whether the channels of the picture in the file differ.</param>
/// <param name="GreatestWord">
/// The greatest sample of the picture in the file where it has 16 bits; null where it has 8.
/// </param>
/// <param name="Width">Width of the picture in the file, in pixels.</param>
/// <param name="Height">Height of the picture in the file, in pixels.</param>
internal abstract record LoadedFile(
    ImageFile File, byte[] Hash, bool IsColour, int? GreatestWord, int Width, int Height)
{
    /// <summary>Whether the pixels are in memory; otherwise the file is read again.</summary>
    public abstract bool IsKept { get; }

    /// <summary>Refuses pixels that were read again and are not the same.</summary>
    /// <param name="hash">The hash of the new ones.</param>
    /// <exception cref="AnoGanException">It is another.</exception>
    public void RequireUnchanged(byte[] hash)
    {
        if (!hash.AsSpan().SequenceEqual(Hash))
            throw new AnoGanException($"{File.Name}: found other pixels than when it was first read, expected an "
                + "unchanged file; start again, or raise --cache-mb so that it is read once");
    }
}
