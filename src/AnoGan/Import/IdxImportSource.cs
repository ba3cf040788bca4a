namespace AnoGan.Import;

/// <summary>A file that was imported.</summary>
/// <param name="File">Its name, without the path to it.</param>
/// <param name="Sha256">SHA-256 of the file as it lay on the disk, in lower-case hexadecimal.</param>
internal sealed record IdxImportSource(string File, string Sha256);
