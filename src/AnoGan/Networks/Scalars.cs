using TorchSharp;

namespace AnoGan.Networks;

/// <summary>
/// Constants for tensor arithmetic. A number written in place becomes a scalar that nothing keeps alive while libtorch
/// uses it (TorchSharp 0.107), so constants stand here, and numbers from options are held by a using declaration.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Half = 0.5.ToScalar();

    public static readonly Scalar One = 1.0.ToScalar();

    /// <summary>What keeps a division by a length of 0 finite.</summary>
    public static readonly Scalar LeastLength = 1e-3.ToScalar();

    /// <summary>Slope of the critic's leaky ReLU below zero.</summary>
    public static readonly Scalar LeakySlope = 0.2.ToScalar();
}
