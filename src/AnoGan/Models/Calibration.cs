using System.Text.Json.Serialization;
using AnoGan.Method;

namespace AnoGan.Models;

/// <summary>
/// How normal images score under one search; what a score is compared with. No anomaly takes part in it.
/// </summary>
public sealed record Calibration
{
    /// <summary>
    /// Whether the images were held out of training; if not, they score better than new normal images will.
    /// </summary>
    public required bool IsHeldOut { get; init; }

    /// <summary>The search, and the default for scoring with the model.</summary>
    public required SearchOptions Search { get; init; }

    /// <summary>
    /// Pixels of the prepared picture from one tile to the next, and the default for scoring; null where the networks
    /// see whole pictures.
    /// </summary>
    public required int? Stride { get; init; }

    /// <summary>Name of the folder of normal images, without the path to it.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Distribution of each term of the combined score over normal images that are not among those whose scores
    /// are kept here.
    /// </summary>
    public required TermScales Terms { get; init; }

    /// <summary>Combined scores of the normal images, ascending.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>The paper's scores of the same images, ascending.</summary>
    public required IReadOnlyList<double> PaperScores { get; init; }

    /// <summary>Residuals of the same images, ascending, in [0,1] units.</summary>
    public required IReadOnlyList<double> Residuals { get; init; }

    /// <summary>Feature distances of the same images, ascending, in units of the critic.</summary>
    public required IReadOnlyList<double> FeatureDistances { get; init; }

    /// <summary>Distributions of what is measured on tiles; null where the networks see whole pictures.</summary>
    public required TileScales? Tiles { get; init; }

    /// <summary>
    /// Of each of the images the threshold from which on its map shows no region of at least
    /// <see cref="RegionArea"/> pixels, ascending; in units of the map.
    /// </summary>
    public required IReadOnlyList<double> RegionPeaks { get; init; }

    /// <summary>
    /// The smallest region, in pixels of the picture in the file, that <see cref="RegionPeaks"/> speaks of.
    /// </summary>
    public required int RegionArea { get; init; }

    /// <summary>
    /// The value of the map, in its [0,1] units, that heatmaps show in their brightest colour: 99.9 % of the pixels of
    /// normal images lie below it.
    /// </summary>
    public required double HeatmapScale { get; init; }

    /// <summary>The residual that half of the normal images stay below.</summary>
    [JsonIgnore]
    public double MedianResidual => Residuals[Residuals.Count / 2];

    /// <summary>The combined score that half of the normal images stay below.</summary>
    [JsonIgnore]
    public double MedianScore => Scores[Scores.Count / 2];

    /// <summary>The kept scores of one kind.</summary>
    /// <param name="kind">Which.</param>
    public IReadOnlyList<double> ScoresOf(ScoreKind kind) => kind == ScoreKind.Paper ? PaperScores : Scores;

    /// <summary>Refuses distributions that scoring could not use.</summary>
    /// <param name="path">The file they came from, for the message.</param>
    /// <exception cref="AnoGanException">
    /// A list is empty, unsorted, not finite or of another length, or the scale is no positive number.
    /// </exception>
    public void Validate(string path)
    {
        if (Scores.Count == 0
            || !(HeatmapScale is > 0 and <= 1)
            || !Terms.IsUsable()
            || Tiles?.IsUsable() == false
            || RegionArea < 1
            || new[] { Scores, PaperScores, Residuals, FeatureDistances, RegionPeaks }.Any(list =>
                list.Count != Scores.Count || !IsAscending(list)))
        {
            throw new AnoGanException($"{path}: a calibration of {Scores.Count} scores and heatmap scale "
                + $"{HeatmapScale}, expected ascending scores, a scale within 0 to 1 and the distribution of each "
                + "term: "
                + $"{string.Join(", ", ScoreTerms.Names)}; run `anogan calibrate`, or train the model again");
        }
    }

    private static bool IsAscending(IReadOnlyList<double> values) =>
        values.All(double.IsFinite) && values.Zip(values.Skip(1)).All(pair => pair.First <= pair.Second);
}
