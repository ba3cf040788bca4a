namespace AnoGan.Models;

/// <summary>An option of the training, on a model card.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Value">As on the command line; null for none.</param>
/// <param name="IsDefault">Whether a training without the option has this value.</param>
internal sealed record CardOption(string Name, string? Value, bool IsDefault);
