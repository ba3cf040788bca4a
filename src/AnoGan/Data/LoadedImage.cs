using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>What a set keeps of an image.</summary>
/// <param name="File">Where it came from.</param>
/// <param name="Square">Its pixels, grey where that loses nothing; null where the cache was full.</param>
/// <param name="Hash">What <see cref="SquareReader.Hash"/> said of them.</param>
/// <param name="IsGrey">Whether the square has one channel.</param>
internal sealed record LoadedImage(ImageFile File, PixelImage? Square, byte[] Hash, bool IsGrey);
