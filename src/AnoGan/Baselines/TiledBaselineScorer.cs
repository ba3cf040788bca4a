using AnoGan.Data;
using AnoGan.Scoring;

namespace AnoGan.Baselines;

/// <summary>
/// Scores image files by tiles with a baseline of patches; memory grows with the largest picture, not with their
/// number.
/// </summary>
/// <param name="reconstructor">Reconstructs pictures.</param>
/// <param name="reader">How files are read: as the training images were.</param>
/// <param name="calibration">How normal images score.</param>
internal sealed class TiledBaselineScorer(
    TileReconstructor reconstructor, PictureReader reader, BaselineCalibration calibration) : IImageScorer
{
    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<ScoredImage>> Score(
        IReadOnlyList<ImageFile> files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        return TiledFiles.Score(files, reader, pictures => reconstructor.Run(pictures, cancellation), Result);
    }

    private ScoredImage Result(ReadPicture read, ReconstructedPicture picture, double seconds) => picture.IsCompared
        ? new ScoredImage
        {
            File = read.File,
            Score = calibration.ScoreOf(picture.Score, picture.Residual),
            Seconds = seconds,
            Original = read.Original,
            IsColour = read.IsColour,
            GreatestWord = read.GreatestWord,
            Maps = picture.ToMaps().Maps,
        }
        : TiledFiles.Empty(read, reader.Preparation);
}
