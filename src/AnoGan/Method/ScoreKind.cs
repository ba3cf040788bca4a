namespace AnoGan.Method;

/// <summary>What the score of an image is.</summary>
public enum ScoreKind
{
    /// <summary>The terms of the image, each in the metric of its spread on normal images, taken together.</summary>
    Combined,

    /// <summary>(1-λ)·residual + λ·feature distance, as in Schlegl et al. 2017, section 2.3.</summary>
    Paper,
}
