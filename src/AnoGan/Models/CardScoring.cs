using AnoGan.Method;

namespace AnoGan.Models;

/// <summary>What `anogan score` does with a model where no option says otherwise, on a model card.</summary>
/// <param name="Score">What the score is, as on the command line.</param>
/// <param name="Search">The search.</param>
/// <param name="Stride">Pixels from one tile to the next; null where pictures are seen whole.</param>
/// <param name="FalsePositiveRate">The rate that verdicts are given at; null where none are given.</param>
/// <param name="Threshold">
/// The score above which an image is called an anomaly; null where no verdicts are given.
/// </param>
internal sealed record CardScoring(
    string Score, SearchOptions Search, int? Stride, double? FalsePositiveRate, double? Threshold);
