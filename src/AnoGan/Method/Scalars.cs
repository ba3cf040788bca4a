using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// Constants for tensor arithmetic. A number written in place becomes a scalar that nothing keeps alive while libtorch
/// uses it (TorchSharp 0.107), so constants stand here, and numbers from options are held by a using declaration.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar Half = 0.5.ToScalar();

    public static readonly Scalar One = 1.0.ToScalar();

    public static readonly Scalar Zero = 0.0.ToScalar();

    /// <summary>What keeps a division by a length of 0 finite.</summary>
    public static readonly Scalar LeastLength = 1e-3.ToScalar();

    /// <summary>What keeps the gradient of a root finite at 0; its root is a thousandth of the least length.</summary>
    public static readonly Scalar LeastSquare = 1e-12.ToScalar();

    /// <summary>Slope of the critic's leaky ReLU below zero.</summary>
    public static readonly Scalar LeakySlope = 0.2.ToScalar();

    /// <summary>What that slope lacks of the one above zero.</summary>
    public static readonly Scalar OneLessLeakySlope = 0.8.ToScalar();

    private static readonly Scalar Two = 2.0.ToScalar();

    /// <summary>a², which TorchSharp's own method takes as a power with a short-lived exponent.</summary>
    public static Tensor Squared(this Tensor a) => a.pow(Two);

    /// <summary>
    /// a + b. TorchSharp's own operator hands libtorch such a short-lived scalar, the factor 1 of b, and its sums of a
    /// tensor and a scalar do as well.
    /// </summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a + b; see the other overload.</summary>
    public static Tensor Plus(this Tensor a, Scalar b) => a.add(b, One);
}
