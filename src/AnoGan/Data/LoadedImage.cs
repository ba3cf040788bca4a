using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>What a set keeps of a file: facts, and, where there is room in the cache, the picture.</summary>
/// <param name="File">The file.</param>
/// <param name="Prepared">The picture as the networks see it; null where it is to be read again.</param>
/// <param name="Hash">SHA-256 over its pixels and its foreground, if any.</param>
/// <param name="IsColour">Whether the picture in the file has channels that differ.</param>
/// <param name="GreatestWord">The greatest sample of that picture where it has 16 bits; null where it has 8.</param>
/// <param name="SourceSide">Longer side of that picture, in pixels.</param>
/// <param name="Width">Width of the prepared or fitted picture, in pixels.</param>
/// <param name="Height">Its height, in pixels.</param>
/// <param name="Bytes">Memory that it takes.</param>
internal sealed record LoadedImage(
    ImageFile File, PreparedImage? Prepared, byte[] Hash, bool IsColour, int? GreatestWord, int SourceSide, int Width,
    int Height, long Bytes)
{
    /// <summary>Reads files on several threads.</summary>
    /// <returns>Of each file what is kept of it, or why it is refused.</returns>
    public static (LoadedImage?[] Loaded, AnoGanException?[] Refusals) ReadAll(
        IReadOnlyList<ImageFile> files, ImageSetOptions options, PictureReader reader, IProgress<int>? progress,
        CancellationToken ct)
    {
        var loaded = new LoadedImage?[files.Count];
        var refusals = new AnoGanException?[files.Count];
        int done = 0;
        long room = options.CacheBytes;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = ct };
        Parallel.For(0, files.Count, parallel, (i, loop) =>
        {
            try
            {
                LoadedImage image = Of(reader.Read(files[i]));
                bool isKept = Interlocked.Add(ref room, -image.Bytes) >= 0;
                if (!isKept)
                    Interlocked.Add(ref room, image.Bytes);
                loaded[i] = isKept ? image : image with { Prepared = null };
            }
            catch (AnoGanException e)
            {
                refusals[i] = e;

                // All files before this one are still tried, so that the first bad one in order is the one named.
                if (options.Strict)
                    loop.Break();
            }

            progress?.Report(Interlocked.Increment(ref done));
        });
        return (loaded, refusals);
    }

    private static LoadedImage Of(ReadPicture read)
    {
        PreparedImage prepared = read.Prepared!;
        PixelImage picture = prepared.Picture;
        long bytes = picture.Data.LongLength + (prepared.Foreground?.LongLength ?? 0)
            + sizeof(int) * (long)(prepared.Fit is null ? prepared.Geometry.Tops.Count : 0);
        return new LoadedImage(
            read.File, prepared, ContentHash.Of(picture, prepared.Foreground), read.IsColour, read.GreatestWord,
            Math.Max(read.Original!.Width, read.Original.Height), picture.Width, picture.Height, bytes);
    }
}
