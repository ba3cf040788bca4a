namespace AnoGan.Scoring;

/// <summary>The numbers of one tile.</summary>
/// <param name="Left">First column, in pixels of the prepared picture.</param>
/// <param name="Top">First row, in pixels of the prepared picture.</param>
/// <param name="Score">In standard deviations above normal tiles.</param>
/// <param name="PaperScore">The paper's: (1-λ)·residual + λ·feature distance.</param>
/// <param name="Residual">mean |x - G(z)| in [0,1] units.</param>
/// <param name="FeatureDistance">mean |f(x) - f(G(z))|.</param>
/// <param name="ZNorm">‖z‖/√latent.</param>
/// <param name="Steps">Search steps made.</param>
/// <param name="Converged">Whether the search reached a plateau.</param>
public sealed record ScoredTile(
    int Left, int Top, double Score, double PaperScore, double Residual, double FeatureDistance, double ZNorm,
    int Steps, bool Converged);
