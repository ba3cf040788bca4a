namespace AnoGan.Method;

/// <summary>Numbers that are no network's weights, as a safetensors file holds them.</summary>
/// <param name="Shape">Sides, outermost first.</param>
/// <param name="Values">The numbers, row by row; as many as the shape says.</param>
internal sealed record NamedArray(long[] Shape, float[] Values);
