using AnoGan.Preparing;

namespace AnoGan.Baselines;

/// <summary>
/// Reconstructs pictures of any size by overlapping tiles. The tiles of all pictures go through the same batches, and
/// what becomes of one depends on its own pixels alone.
/// </summary>
/// <param name="baseline">A baseline that was made from patches; stays the caller's.</param>
/// <param name="patch">Side of the tiles in pixels.</param>
/// <param name="stride">Pixels from one tile to the next, 1 to <paramref name="patch"/>.</param>
/// <param name="channels">Of the patches: 1 or 3.</param>
internal sealed class TileReconstructor(IBaseline baseline, int patch, int stride, int channels)
{
    /// <summary>Reconstructs pictures one after another, reading the next ones as earlier ones are finished.</summary>
    /// <param name="pictures">Any number of pictures.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One result a picture, in the order given.</returns>
    public IEnumerable<ReconstructedPicture> Run(IEnumerable<PreparedImage> pictures, CancellationToken cancellation)
    {
        var open = new Queue<ReconstructedPicture>();
        foreach (float[][] tiles in Cut(pictures, open).Chunk(baseline.Capacity))
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<float[]> found = baseline.Reconstruct(tiles);
            for (int n = 0; n < tiles.Length; n++)
            {
                while (open.Peek().IsComplete)
                    yield return open.Dequeue();
                open.Peek().Add(tiles[n], found[n]);
            }

            if (open.Peek().IsComplete)
                yield return open.Dequeue();
        }

        while (open.TryDequeue(out ReconstructedPicture? last))
            yield return last;
    }

    private IEnumerable<float[]> Cut(IEnumerable<PreparedImage> pictures, Queue<ReconstructedPicture> open)
    {
        foreach (PreparedImage prepared in pictures)
        {
            var picture = new ReconstructedPicture(prepared, patch, stride, channels);
            open.Enqueue(picture);
            foreach (float[] tile in picture.Cut())
                yield return tile;
        }
    }
}
