namespace AnoGan.Models;

/// <summary>How normal images score, on a model card.</summary>
internal sealed record CardCalibration
{
    /// <summary>Name of the folder of normal images, without the path to it.</summary>
    public required string Folder { get; init; }

    /// <summary>How many normal images.</summary>
    public required int Images { get; init; }

    /// <summary>Whether they were held out of training; if not, no p-values and no verdicts are given.</summary>
    public required bool IsHeldOut { get; init; }

    /// <summary>
    /// The score that a share of them stays at or below, by the share: 0 is the lowest score, 1 the highest.
    /// </summary>
    public required IReadOnlyDictionary<string, double> ScoreQuantiles { get; init; }

    /// <summary>The residual that half of them stay below, in [0,1] units.</summary>
    public required double MedianResidual { get; init; }

    /// <summary>
    /// The smallest false-positive rate that they can vouch for, 1/(n+1); null where they were not held out.
    /// </summary>
    public required double? SmallestRate { get; init; }

    /// <summary>Thresholds at usual rates.</summary>
    public required IReadOnlyList<CardThreshold> Thresholds { get; init; }

    /// <summary>The smallest defect that thresholds of maps speak of, in pixels of the picture in the file.</summary>
    public required int RegionArea { get; init; }
}
