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

/// <summary>What a user asks for; <see cref="Precision"/> is what it comes to.</summary>
public enum PrecisionMode
{
    /// <summary>
    /// <see cref="Precision.Bf16"/> where the hardware computes faster in it, else <see cref="Precision.Fp32"/>.
    /// </summary>
    Auto,

    /// <summary><see cref="Precision.Fp32"/>.</summary>
    Fp32,

    /// <summary><see cref="Precision.Bf16"/>, on any hardware.</summary>
    Bf16,
}
