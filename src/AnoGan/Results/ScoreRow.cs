namespace AnoGan.Results;

/// <summary>One image as scores.csv has it.</summary>
internal sealed record ScoreRow
{
    /// <summary>Path below the scored folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What the image is: its folder below the scored one, or what a file of labels says.</summary>
    public required string Label { get; init; }

    /// <summary>The anomaly score, finite; null where the image could not be scored.</summary>
    public double? Score { get; init; }

    /// <summary>mean |x - G(z)|, in [0,1] units; null where the method has none.</summary>
    public double? Residual { get; init; }

    /// <summary>mean |f(x) - f(G(z))|; null where the method has none.</summary>
    public double? FeatureDistance { get; init; }

    /// <summary>The verdict at the calibrated threshold; null where none was given.</summary>
    public bool? IsAnomaly { get; init; }

    /// <summary>Conformal p-value, above 0 to 1; null where none was given.</summary>
    public double? PValue { get; init; }

    /// <summary>‖z‖/√latent; null where the method has no latent vector.</summary>
    public double? ZNorm { get; init; }

    /// <summary>Search steps, of all starts together; null where the method has none.</summary>
    public int? Steps { get; init; }

    /// <summary>The term that the score is due to, in words; null where none is named.</summary>
    public string? Term { get; init; }

    /// <summary>
    /// One surprise for each of <see cref="ScoreTable.SurpriseColumns"/>, not-a-number where the table has none; empty
    /// where the method has no terms.
    /// </summary>
    public IReadOnlyList<double> Surprises { get; init; } = [];

    /// <summary>Width of the picture in the file, in pixels; null where the table does not say.</summary>
    public int? Width { get; init; }

    /// <summary>Height of the picture in the file, in pixels; null where the table does not say.</summary>
    public int? Height { get; init; }

    /// <summary>Why there is no score; null where there is one.</summary>
    public string? Error { get; init; }
}
