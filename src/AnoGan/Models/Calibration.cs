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
    /// From the terms of a picture to its score, by their distribution over normal images that are not among those
    /// whose scores are kept here.
    /// </summary>
    public required JointScore Joint { get; init; }

    /// <summary>Distribution of the logarithm of the local map at a position of a square.</summary>
    public required TermScale Pixel { get; init; }

    /// <summary>Distribution of the segmenter's logit at a place of a square; null without a segmenter.</summary>
    public required TermScale? DefectPixel { get; init; }

    /// <summary>
    /// Distribution of the logarithm of the distance of a pretrained network's features at a position; null without
    /// such a network.
    /// </summary>
    public required TermScale? Position { get; init; }

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
    /// The value of the map, in its [0,1] units, that heatmaps show in their brightest colour: 99.9 % of the pixels of
    /// normal images lie below half of it.
    /// </summary>
    public required double HeatmapScale { get; init; }

    /// <summary>Normal pictures that were added after training, from the first to the last addition.</summary>
    public required IReadOnlyList<AddedPictures> Added { get; init; }

    /// <summary>The residual that half of the normal images stay below.</summary>
    [JsonIgnore]
    public double MedianResidual => Residuals[Residuals.Count / 2];

    /// <summary>The combined score that half of the normal images stay below.</summary>
    [JsonIgnore]
    public double MedianScore => Scores[Scores.Count / 2];

    /// <summary>
    /// The level of the map above which a pixel is what the local term, or that of pretrained features, alone would
    /// make a score of.
    /// </summary>
    /// <param name="score">The score, above 0.</param>
    /// <returns>0 to 1.</returns>
    internal double MapLevelOf(double score)
    {
        double value = Joint.ValueOf(ScoreTerms.Local, score);
        double local = Tiles is null
            ? AnomalyLevel.Of(Pixel.Standardise(value)) * Joint.PartOnMap(ScoreTerms.Local)
            : AnomalyLevel.Of(value);
        return Position is null
            ? local
            : Math.Max(
                local * Joint.PartBesidePretrained,
                AnomalyLevel.Of(Position.Standardise(Joint.ValueOf(ScoreTerms.PretrainedSpot, score))));
    }

    /// <summary>
    /// The scores of one kind that a score is compared with, ascending. Where pictures were added, the highest of
    /// theirs and of the combined ones, as many as there were without them: pictures that were chosen by a user make
    /// no p-value smaller and no threshold lower. Of the paper's, which does not know these, the kept ones.
    /// </summary>
    /// <param name="kind">Which.</param>
    public IReadOnlyList<double> ScoresOf(ScoreKind kind) =>
        kind == ScoreKind.Paper ? PaperScores
        : Added.Count == 0 ? Scores
        : [.. Scores.Concat(Added.SelectMany(added => added.Scores)).Order().TakeLast(Scores.Count)];

    /// <summary>Refuses distributions that scoring could not use.</summary>
    /// <param name="path">The file they came from, for the message.</param>
    /// <exception cref="AnoGanException">
    /// A list is empty, unsorted, not finite or of another length, or the scale is no positive number.
    /// </exception>
    public void Validate(string path)
    {
        if (Scores.Count == 0
            || !(HeatmapScale is > 0 and <= 1)
            || !Joint.IsUsable(patches: Tiles is not null)
            || !Pixel.IsUsable()
            || (DefectPixel is not null) != Joint.Weights.ContainsKey(ScoreTerms.MadeDefects)
            || DefectPixel?.IsUsable() == false
            || (Position is not null) != Joint.Weights.ContainsKey(ScoreTerms.PretrainedSpot)
            || Position?.IsUsable() == false
            || Tiles?.IsUsable() == false
            || !Added.All(added => added.Hashes.Count > 0 && IsAscending(added.Scores))
            || new[] { Scores, PaperScores, Residuals, FeatureDistances }.Any(list =>
                list.Count != Scores.Count || !IsAscending(list)))
        {
            string terms = string.Join(", ", ScoreTerms.NamesFor(patches: Tiles is not null));
            throw new AnoGanException($"{path}: a calibration of {Scores.Count} scores and heatmap scale "
                + $"{HeatmapScale}, expected ascending scores, a scale within 0 to 1 and the distribution of each "
                + "term: "
                + $"{terms}; run `anogan calibrate`, or train the model again");
        }
    }

    private static bool IsAscending(IReadOnlyList<double> values) =>
        values.All(double.IsFinite) && values.Zip(values.Skip(1)).All(pair => pair.First <= pair.Second);
}

/// <summary>Normal pictures that were added to a model after training, together.</summary>
/// <param name="Folder">Name of the folder they came from, without the path to it.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Hashes">SHA-256 in lower-case hexadecimal of each picture's prepared pixels.</param>
/// <param name="ContentHash">The same over all of them, as of the training images.</param>
/// <param name="Scores">
/// Combined scores, ascending, of those that the others make less of an anomaly: of each as if the others alone had
/// been added, which is how a new picture of their kind will score.
/// </param>
/// <param name="AlarmsBefore">How many of all were called anomalies before they were added.</param>
/// <param name="AlarmsAfter">
/// How many of all still are, by the threshold that counts <paramref name="Scores"/>, as if the others alone had been
/// added.
/// </param>
public sealed record AddedPictures(
    string Folder, DateTimeOffset Time, IReadOnlyList<string> Hashes, string ContentHash, IReadOnlyList<double> Scores,
    int AlarmsBefore, int AlarmsAfter)
{
    /// <summary>How many resemble none of the others, so that nothing is known of how their like will score.</summary>
    [JsonIgnore]
    public int Alone => Hashes.Count - Scores.Count;
}
