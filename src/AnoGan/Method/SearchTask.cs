namespace AnoGan.Method;

/// <summary>One search that is to be made: an image and where to begin.</summary>
/// <param name="Index">What the caller knows it by.</param>
/// <param name="Image">[C, H, W] in [-1,1].</param>
/// <param name="Start">The first z, or null for the encoder's answer.</param>
public sealed record SearchTask(int Index, float[] Image, float[]? Start);
