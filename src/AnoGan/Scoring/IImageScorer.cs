using AnoGan.Data;

namespace AnoGan.Scoring;

/// <summary>Scores image files, however the networks see them.</summary>
internal interface IImageScorer
{
    /// <summary>Scores files, reading the next ones as earlier ones are finished.</summary>
    /// <param name="files">Any number of files.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Groups of one result a file, in the order given; a file that cannot be scored has an error instead of a score.
    /// </returns>
    IEnumerable<IReadOnlyList<ScoredImage>> Score(
        IReadOnlyList<ImageFile> files, CancellationToken cancellation = default);
}
