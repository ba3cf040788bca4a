using System.Text.Json.Serialization;

namespace AnoGan.Models;

/// <summary>How normal images score under the model's own search; what a score is compared with.</summary>
public sealed record Calibration
{
    /// <summary>Whether the images were held out of training; if not, they score better than new normal images will.</summary>
    public required bool IsHeldOut { get; init; }

    /// <summary>Scores of the normal images, ascending.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>Residuals of the normal images, ascending, in [0,1] units.</summary>
    public required IReadOnlyList<double> Residuals { get; init; }

    /// <summary>Feature distances of the normal images, ascending, in units of the critic.</summary>
    public required IReadOnlyList<double> FeatureDistances { get; init; }

    /// <summary>
    /// The pixel residual, in [0,1] units, that heatmaps show in their brightest colour: 99.9 % of the pixels of normal
    /// images lie below it.
    /// </summary>
    public required double HeatmapScale { get; init; }

    /// <summary>The residual that half of the normal images stay below.</summary>
    [JsonIgnore]
    public double MedianResidual => Residuals[Residuals.Count / 2];

    /// <summary>The score that half of the normal images stay below.</summary>
    [JsonIgnore]
    public double MedianScore => Scores[Scores.Count / 2];

    /// <summary>Refuses distributions that scoring could not use.</summary>
    /// <param name="path">The file they came from, for the message.</param>
    /// <exception cref="AnoGanException">A list is empty or the scale is no positive number.</exception>
    public void Validate(string path)
    {
        if (Scores.Count == 0 || Scores.Count != Residuals.Count || Scores.Count != FeatureDistances.Count
            || !(HeatmapScale is > 0 and <= 1))
        {
            throw new AnoGanException($"{path}: a calibration of {Scores.Count} scores and heatmap scale {HeatmapScale}, expected scores and a scale within 0 to 1; train the model again");
        }
    }
}
