namespace AnoGan.Data;

/// <summary>An image file that was left out of a set.</summary>
/// <param name="File">The file.</param>
/// <param name="Reason">Why, in one line that names the full path.</param>
internal sealed record SkippedImage(ImageFile File, string Reason);
