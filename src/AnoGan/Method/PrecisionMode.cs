namespace AnoGan.Method;

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
