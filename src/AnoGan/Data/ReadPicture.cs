using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>A file that was read to be scored by tiles.</summary>
/// <param name="File">The file.</param>
/// <param name="Prepared">The picture; null where there is an error.</param>
/// <param name="Original">
/// The picture as decoded; null where it is too large to keep, or where there is an error.
/// </param>
/// <param name="IsColour">Whether the original has channels that differ.</param>
/// <param name="GreatestWord">The greatest sample of the original where it has 16 bits; null where it has 8.</param>
/// <param name="Error">Why the file cannot be scored, in one line; null where it can.</param>
internal sealed record ReadPicture(
    ImageFile File, PreparedImage? Prepared, PixelImage? Original, bool IsColour, int? GreatestWord, string? Error);
