using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>
/// Takes pictures through a reconstructor, square by square. The squares of all pictures go through the same batches,
/// and what becomes of one depends on its own pixels alone.
/// </summary>
/// <typeparam name="TFound">What is found for a square.</typeparam>
/// <param name="reconstructor">The search or a baseline.</param>
/// <param name="rule">From what was found to numbers and maps.</param>
/// <param name="shape">How pictures become squares.</param>
/// <param name="threads">How many squares are judged at the same time; changes no result.</param>
/// <param name="compare">
/// Compares a picture with normal ones by a pretrained network's features; null without such a network.
/// </param>
internal sealed class SquareScorer<TFound>(
    IReconstructor<TFound> reconstructor, IScoreRule<TFound> rule, SquareShape shape, int threads,
    Func<PretrainedView, PretrainedMap>? compare = null)
{
    /// <summary>How many squares are reconstructed together.</summary>
    public int Batch => reconstructor.Batch;

    /// <summary>The formulas.</summary>
    public IScoreRule<TFound> Rule => rule;

    /// <summary>Scores pictures one after another, taking the next ones as earlier ones are finished.</summary>
    /// <param name="pictures">Any number of pictures.</param>
    /// <param name="squares">Told after each square how many are done, of all pictures together.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// One result a picture, in the order given, in groups of those that a batch of squares completed.
    /// </returns>
    public IEnumerable<IReadOnlyList<PictureAssembly>> Run(
        IEnumerable<ReadPicture> pictures, Action<long>? squares = null, CancellationToken cancellation = default)
    {
        var open = new Queue<PictureAssembly>();
        long done = 0;
        foreach (
            (Square Square, TFound Found)[] batch in reconstructor
                .Run(Cut(pictures, open), cancellation)
                .Chunk(reconstructor.Batch))
        {
            var judged = new JudgedSquare[batch.Length];
            ParallelWork.For(
                batch.Length, threads, i => judged[i] = rule.Judge(batch[i].Square, batch[i].Found), cancellation);
            var complete = new List<PictureAssembly>();
            foreach (JudgedSquare square in judged)
            {
                TakeComplete(open, complete);
                open.Peek().Add(square);
                squares?.Invoke(++done);
            }

            TakeComplete(open, complete);
            if (complete.Count > 0)
                yield return complete;
        }

        if (open.Count > 0)
            yield return [.. open];
    }

    private IEnumerable<Square> Cut(IEnumerable<ReadPicture> pictures, Queue<PictureAssembly> open)
    {
        foreach (ReadPicture picture in pictures)
        {
            PretrainedMap? pretrained = picture.View is { } view ? compare?.Invoke(view) : null;
            var assembly = new PictureAssembly(picture, shape, rule.Level, pretrained, rule.LevelOfPosition,
                rule.PartOfSquares);
            open.Enqueue(assembly);
            foreach (Square square in assembly.Cut())
                yield return square;
        }
    }

    private static void TakeComplete(Queue<PictureAssembly> open, List<PictureAssembly> complete)
    {
        while (open.TryPeek(out PictureAssembly? first) && first.IsComplete)
            complete.Add(open.Dequeue());
    }
}
