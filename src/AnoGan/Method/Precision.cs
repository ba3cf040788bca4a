namespace AnoGan.Method;

/// <summary>
/// In what numbers the convolutions of the networks are computed. Weights, losses, norms, optimisers and the two layers
/// at the image are fp32 in either.
/// </summary>
public enum Precision
{
    /// <summary>32-bit floating point.</summary>
    Fp32,

    /// <summary>
    /// bfloat16, with the exponent of fp32 and 8 bits of precision: faster where the hardware has it, slower elsewhere.
    /// </summary>
    Bf16,
}
