using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>What a set keeps of an image.</summary>
/// <param name="File">Where it came from.</param>
/// <param name="Square">Its pixels, grey where that loses nothing; null where the cache was full.</param>
/// <param name="Hash">What <see cref="SquareReader"/> said of them.</param>
/// <param name="IsColour">Whether the channels of the picture in the file differ.</param>
/// <param name="Width">Width of the picture in the file, in pixels.</param>
/// <param name="Height">Height of the picture in the file, in pixels.</param>
internal sealed record LoadedImage(ImageFile File, PixelImage? Square, byte[] Hash, bool IsColour, int Width, int Height);
