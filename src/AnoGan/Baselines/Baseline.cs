using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Results;
using AnoGan.Scoring;

namespace AnoGan.Baselines;

/// <summary>
/// What stands where the generator's search stands in AnoGAN: it gives each image the nearest one that it takes for
/// normal. An image's result does not depend on the images that are given with it.
/// </summary>
internal abstract class Baseline : IReconstructor<float[]>, IDisposable
{
    /// <summary>The most images that are reconstructed together.</summary>
    public const int Capacity = 64;

    /// <inheritdoc/>
    public int Batch => Capacity;

    /// <inheritdoc/>
    public IEnumerable<(Square Square, float[] Found)> Run(
        IEnumerable<Square> squares, CancellationToken cancellation)
    {
        foreach (Square[] batch in squares.Chunk(Capacity))
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<float[]> found = Reconstruct([.. batch.Select(square => square.Pixels)]);
            for (int n = 0; n < batch.Length; n++)
                yield return (batch[n], found[n]);
        }
    }

    /// <summary>Compares a picture by pretrained features; null where the method has none.</summary>
    public virtual Func<PretrainedView, PretrainedMap>? Compare => null;

    /// <summary>Side of the pictures that these are of, in pixels; null likewise.</summary>
    public virtual int? ViewSize => null;

    /// <summary>The distance by these that a map shows at half its range.</summary>
    public virtual double HalfDistance => 1;

    /// <summary>Reconstructs up to <see cref="Capacity"/> images.</summary>
    /// <param name="images">[channels, size, size] values in [-1,1] each.</param>
    /// <returns>One reconstruction an image, of the same length; values may leave [-1,1].</returns>
    public abstract IReadOnlyList<float[]> Reconstruct(IReadOnlyList<float[]> images);

    /// <summary>
    /// The same for images that the baseline was made from, as if each were new where that can be had.
    /// </summary>
    /// <param name="indices">Their places among these images.</param>
    public abstract IReadOnlyList<float[]> ReconstructTraining(IReadOnlyList<int> indices);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>
/// A baseline's answers to the images that it was made from, which are given in their order from the first one on.
/// </summary>
internal sealed class TrainingReconstructor(Baseline baseline) : IReconstructor<float[]>
{
    /// <inheritdoc/>
    public int Batch => Baseline.Capacity;

    /// <inheritdoc/>
    public IEnumerable<(Square Square, float[] Found)> Run(
        IEnumerable<Square> squares, CancellationToken cancellation)
    {
        int first = 0;
        foreach (Square[] batch in squares.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<float[]> found = baseline.ReconstructTraining(
                [.. Enumerable.Range(first, batch.Length)]);
            first += batch.Length;
            for (int n = 0; n < batch.Length; n++)
                yield return (batch[n], found[n]);
        }
    }
}

/// <summary>
/// The formulas of a baseline. Whole pictures score by the mean squared residual. Pictures of tiles score by the mean
/// over the 1 % of the compared pixels where the residual, averaged over 5×5 pixels within each tile, is largest.
/// By pretrained features pictures score by the mean distance over the 1 % of the positions where it is greatest.
/// </summary>
internal sealed class BaselineRule(SquareShape shape, double halfDistance = 1) : IScoreRule<float[]>
{
    /// <inheritdoc/>
    public JudgedSquare Judge(Square square, float[] found)
    {
        float[] image = square.Pixels, residual = ResidualMap.Of(image, found, shape.Channels, square.Foreground);
        return shape.Stride is null
            ? new JudgedSquare(
                square.Place, Numbers(MeanSquare(image, found), MeanAbsolute(image, found)), residual, residual,
                Array.ConvertAll(found, value => Math.Clamp(value, -1f, 1f)))
            : new JudgedSquare(square.Place, Numbers(double.NaN, double.NaN), residual, residual, found)
            {
                Scores = ResidualMap.Smooth(ResidualMap.Of(image, found, shape.Channels), shape.Size),
            };
    }

    /// <inheritdoc/>
    public double Level(double score, double map) => Math.Min(map, 1);

    /// <inheritdoc/>
    public double LevelOfPosition(double logDistance) =>
        Math.Exp(logDistance) / (Math.Exp(logDistance) + halfDistance);

    /// <inheritdoc/>
    public SquareNumbers Sum(PictureAssembly picture) =>
        picture.Pretrained is { } features ? Numbers(Math.Exp(features.Spot), double.NaN)
        : picture.Canvas is not { } canvas
        ? picture.Squares[0].Numbers
        : Numbers(
            MapSummary.MeanOfLargest(canvas.ScoreLevels, LocalMap.SpotShare, level => level), canvas.MeanResidual);

    /// <summary>mean (x - r)² over all values, in [0,1] units.</summary>
    public static double MeanSquare(ReadOnlySpan<float> image, ReadOnlySpan<float> reconstruction)
    {
        double sum = 0;
        for (int i = 0; i < image.Length; i++)
        {
            double difference = (double)image[i] - reconstruction[i];
            sum += difference * difference;
        }

        // [-1,1] is twice as wide as [0,1].
        return sum / (4.0 * image.Length);
    }

    public static double MeanAbsolute(ReadOnlySpan<float> image, ReadOnlySpan<float> reconstruction)
    {
        double sum = 0;
        for (int i = 0; i < image.Length; i++)
            sum += Math.Abs((double)image[i] - reconstruction[i]);
        return sum / (2.0 * image.Length);
    }

    private static SquareNumbers Numbers(double score, double residual) =>
        new(score, double.NaN, residual, double.NaN, double.NaN, Steps: 0, Converged: null);
}
