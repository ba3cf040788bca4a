namespace AnoGan.Method;

/// <summary>An image to search.</summary>
/// <param name="Image">[C, H, W] in [-1,1].</param>
/// <param name="Hash">A hash of its content, at least 8 bytes; random starts are derived from it.</param>
public sealed record SearchInput(float[] Image, ReadOnlyMemory<byte> Hash);
