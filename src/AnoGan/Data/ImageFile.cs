namespace AnoGan.Data;

/// <summary>An image file found in a folder; nothing of its content is known yet.</summary>
/// <param name="FullPath">The path to open.</param>
/// <param name="RelativePath">The path from the searched folder, with forward slashes.</param>
/// <param name="Label">
/// The folder that directly holds the file, from the searched folder, with forward slashes; "" for the searched folder.
/// </param>
public sealed record ImageFile(string FullPath, string RelativePath, string Label);
