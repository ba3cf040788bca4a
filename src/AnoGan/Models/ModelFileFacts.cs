namespace AnoGan.Models;

/// <summary>A file of a model as it lies on the disk.</summary>
/// <param name="Name">Its name in the model directory.</param>
/// <param name="Bytes">Its length; null where it cannot be looked at.</param>
/// <param name="Numbers">
/// The float32 numbers in it, which are the weights of a network; null where its header cannot be read.
/// </param>
/// <param name="Hash">The SHA-256 that the manifest gives, in lower-case hexadecimal; null where it gives none.</param>
/// <param name="Agrees">Whether the file has this SHA-256; null where that was not checked.</param>
/// <param name="Problem">Why the model cannot be used, in one line with a remedy; null where nothing was found.</param>
internal sealed record ModelFileFacts(
    string Name, long? Bytes, long? Numbers, string? Hash, bool? Agrees, string? Problem);
