namespace AnoGan.Benchmarks;

/// <summary>What one measurement found.</summary>
/// <param name="Case">What was computed.</param>
/// <param name="Steps">Steps that were timed, the first ones apart.</param>
/// <param name="SecondsPerStep">The median over the steps.</param>
/// <param name="ImagesPerSecond">Real images that training sees, or image steps of a search.</param>
/// <param name="GigaflopsPerSecond">Operations counted from the shapes, in thousand millions a second.</param>
/// <param name="MatrixGigaflopsPerSecond">
/// A product of square fp32 matrices, measured just before and just after; the mean.
/// </param>
/// <param name="Bf16MatrixGigaflopsPerSecond">The same in bfloat16; null for a case in fp32.</param>
internal sealed record BenchmarkResult(
    BenchmarkCase Case, int Steps, double SecondsPerStep, double ImagesPerSecond, double GigaflopsPerSecond,
    double MatrixGigaflopsPerSecond, double? Bf16MatrixGigaflopsPerSecond)
{
    /// <summary>The share of the fp32 matrix rate, above 1 where bfloat16 pays.</summary>
    public double Share => GigaflopsPerSecond / MatrixGigaflopsPerSecond;

    /// <summary>The share of the bfloat16 matrix rate; null for a case in fp32.</summary>
    public double? Bf16Share => GigaflopsPerSecond / Bf16MatrixGigaflopsPerSecond;
}
