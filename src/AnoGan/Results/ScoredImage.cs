using System.Collections.ObjectModel;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;

namespace AnoGan.Results;

/// <summary>
/// What scoring found for one image file: a score with its pictures, or the reason why there is none.
/// </summary>
public sealed record ScoredImage
{
    /// <summary>The file.</summary>
    public required ImageFile File { get; init; }

    /// <summary>Why the file could not be scored, in one line; null where it could.</summary>
    public string? Error { get; init; }

    /// <summary>The numbers; null where there is an error.</summary>
    public AnomalyScore? Score { get; init; }

    /// <summary>
    /// Whether the search of every square reached a plateau before its last step; null where the method does not
    /// search.
    /// </summary>
    public bool? Converged { get; init; }

    /// <summary>Search steps made, those of all restarts and tiles together.</summary>
    public int Steps { get; init; }

    /// <summary>The image's share of the time that it was found in.</summary>
    public double Seconds { get; init; }

    /// <summary>The picture as decoded; null where it is too large to keep, or where there is an error.</summary>
    public PixelImage? Original { get; init; }

    /// <summary>
    /// The tiles that were compared, in rows from the top; none where the picture was fitted as a whole.
    /// </summary>
    public IReadOnlyList<TileBox> Tiles { get; init; } = [];

    /// <summary>Whether the picture in the file has channels that differ; false where there is an error.</summary>
    public bool IsColour { get; init; }

    /// <summary>
    /// The greatest sample of the picture in the file where it has 16 bits; null where it has 8, or where there is an
    /// error.
    /// </summary>
    public int? GreatestWord { get; init; }

    /// <summary>The map, the residuals and the reconstruction; null where there is an error.</summary>
    public ScoreMaps? Maps { get; init; }

    /// <summary>
    /// The defects on the map at the picture's resolution, where scoring looked for them already; null leaves it to the
    /// results folder, which holds one mask at a time.
    /// </summary>
    public DefectRegions? Defects { get; init; }
}

/// <summary>The numbers of one scored image. Those that a method does not have are not-a-number.</summary>
public sealed record AnomalyScore
{
    /// <summary>The anomaly score; larger means further from normal.</summary>
    public required double Score { get; init; }

    /// <summary>Conformal p-value of the score beside held-out normal images, above 0 to 1.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>Whether the p-value is at most the wished false-positive rate.</summary>
    public bool IsAnomaly { get; init; }

    /// <summary>
    /// mean |x - G(z)| over pixels and channels, in [0,1] units. A background counts as the black that it is in x and
    /// nearly is in G(z), as in the loss of the search: the less of the picture an object fills, the smaller the mean.
    /// </summary>
    public double Residual { get; init; } = double.NaN;

    /// <summary>mean |f(x) - f(G(z))| over the critic's last feature map.</summary>
    public double FeatureDistance { get; init; } = double.NaN;

    /// <summary>‖z‖/√latent: about 1 where the generator was trained, more where z was dragged away.</summary>
    public double ZNorm { get; init; } = double.NaN;

    /// <summary>
    /// -log₁₀ of the share of normal images whose term is as high, by the name of the term; empty of a baseline.
    /// </summary>
    public IReadOnlyDictionary<string, double> Surprises { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The term that the score is due to; null where it is the paper's or a baseline's.</summary>
    public string? Term { get; init; }

    /// <summary>What a table has of it; null where it has an error.</summary>
    internal static AnomalyScore? Of(ScoreRow row) => row.Score is not { } score ? null : new AnomalyScore
    {
        Score = score,
        PValue = row.PValue ?? double.NaN,
        IsAnomaly = row.IsAnomaly ?? false,
        Residual = row.Residual ?? double.NaN,
        FeatureDistance = row.FeatureDistance ?? double.NaN,
        ZNorm = row.ZNorm ?? double.NaN,
        Surprises = ScoreTerms.Names.Zip(row.Surprises).Where(term => !double.IsNaN(term.Second))
            .ToDictionary(term => term.First, term => term.Second),
        Term = ScoreTerms.Names.FirstOrDefault(name => ScoreTable.WordOf(name) == row.Term),
    };
}

/// <summary>Where a tile lies in the picture of its file, and its numbers.</summary>
/// <param name="X">First column, in pixels of the file's picture.</param>
/// <param name="Y">First row; where columns were shifted that of the highest one.</param>
/// <param name="Width">Width in pixels, at least 1.</param>
/// <param name="Height">Height in pixels, from the first row to the last of any column, at least 1.</param>
/// <param name="Numbers">The tile's numbers.</param>
public sealed record TileBox(int X, int Y, int Width, int Height, SquareNumbers Numbers);

/// <summary>
/// The numbers of a square, or of a picture that was put together from squares; not-a-number where a method has none.
/// </summary>
/// <param name="Score">
/// Of a picture its surprise; of a tile in spreads above normal ones; of a baseline in the units of its distance.
/// </param>
/// <param name="PaperScore">
/// The paper's: (1-λ)·residual + λ·feature distance; of a picture the largest of its tiles.
/// </param>
/// <param name="Residual">mean |x - G(z)| in [0,1] units.</param>
/// <param name="FeatureDistance">mean |f(x) - f(G(z))|.</param>
/// <param name="ZNorm">‖z‖/√latent.</param>
/// <param name="Steps">Search steps made.</param>
/// <param name="Converged">Whether the search reached a plateau; null where there was none.</param>
public sealed record SquareNumbers(
    double Score, double PaperScore, double Residual, double FeatureDistance, double ZNorm, int Steps, bool? Converged)
{
    /// <summary>The surprise of each term, by name; none of tiles and of baselines.</summary>
    public IReadOnlyDictionary<string, double> Surprises { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The term that the score is due to; null of tiles and of baselines.</summary>
    public string? Term { get; init; }

    /// <summary>The same of a picture, with its score.</summary>
    internal SquareNumbers With(JointScore joint, PictureTerms terms)
    {
        double[] surprises = joint.Of(terms);
        (double score, string term) = joint.Combine(surprises);
        return this with
        {
            Score = score,
            Term = term,
            Surprises = joint.Names.Zip(surprises).ToDictionary(pair => pair.First, pair => pair.Second),
        };
    }
}

/// <summary>What a scoring run came to.</summary>
/// <param name="Manifest">What run.json says.</param>
/// <param name="Folder">Where the results are.</param>
public sealed record ScoreSummary(RunManifest Manifest, string Folder)
{
    /// <summary>Images, those without a score too.</summary>
    public int Images => Manifest.ScoredImages + Manifest.FailedImages;

    /// <summary>Reads the table of the results as it is now.</summary>
    /// <returns>One row an image, in path order, with numbers of float precision.</returns>
    /// <exception cref="AnoGanException">The results are gone or were damaged since.</exception>
    public IReadOnlyList<Row> ReadRows() =>
        [.. Stream().Select(row => new Row(row.Path, row.Label, AnomalyScore.Of(row)))];

    /// <summary>The same rows one after the other, as they are taken.</summary>
    internal IEnumerable<ScoreRow> Stream() => Images == 0 ? [] : ScoreTable.Stream(Folder);

    /// <summary>One image's outcome.</summary>
    /// <param name="Path">Relative path with forward slashes.</param>
    /// <param name="Label">Its folder below the scored one.</param>
    /// <param name="Score">The numbers, or null where there is an error.</param>
    public sealed record Row(string Path, string Label, AnomalyScore? Score);
}
