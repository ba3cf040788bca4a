namespace AnoGan.Baselines;

/// <summary>The ways to reproduce an image without a trained network.</summary>
public enum BaselineMethod
{
    /// <summary>The nearest point of the plane that fits the training images best (principal components).</summary>
    Pca,

    /// <summary>The training image that is nearest.</summary>
    Nearest,
}
