using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan.Scoring;

/// <summary>
/// Scores pictures of any size by overlapping tiles. The tiles of all pictures go through the same search, and a tile's
/// numbers depend on its own pixels alone.
/// </summary>
/// <param name="search">The search.</param>
/// <param name="rule">From searches to scores and levels.</param>
/// <param name="stride">Pixels from one tile to the next, 1 to the networks' size.</param>
internal sealed class TileScorer(ImageSearch search, TileRule rule, int stride)
{
    /// <summary>Scores pictures one after another, reading the next ones as earlier ones are finished.</summary>
    /// <param name="pictures">Any number of pictures.</param>
    /// <param name="tiles">Told after each tile how many are done, of all pictures together.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One result a picture, in the order given.</returns>
    public IEnumerable<TiledImage> Run(
        IEnumerable<PreparedImage> pictures, Action<long>? tiles = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var open = new Queue<TileAssembly>();
        var cut = new Queue<float[]>();
        long done = 0;
        foreach (SearchResult result in search.Run(Cut(pictures, open, cut), cancellation))
        {
            while (open.Peek().IsComplete)
                yield return open.Dequeue().ToImage();
            Add(open.Peek(), cut.Dequeue(), result);
            tiles?.Invoke(++done);
            if (open.Peek().IsComplete)
                yield return open.Dequeue().ToImage();
        }

        while (open.TryDequeue(out TileAssembly? last))
            yield return last.ToImage();
    }

    private IEnumerable<SearchInput> Cut(
        IEnumerable<PreparedImage> pictures, Queue<TileAssembly> open, Queue<float[]> cut)
    {
        foreach (PreparedImage picture in pictures)
        {
            var assembly = new TileAssembly(picture, search.Spec.Size, stride, search.Spec.Channels, rule.Level);
            open.Enqueue(assembly);
            for (int i = 0; i < assembly.Grid.Count; i++)
            {
                if (assembly.IsEmpty(i))
                    continue;
                float[] pixels = assembly.Cut(i);
                cut.Enqueue(pixels);
                yield return InputOf(pixels);
            }
        }
    }

    /// <summary>A patch as the search takes it: random starts are derived from its pixels.</summary>
    /// <param name="pixels">[C, H, W] in [-1,1].</param>
    internal static SearchInput InputOf(float[] pixels) =>
        new(pixels, SHA256.HashData(MemoryMarshal.AsBytes(pixels.AsSpan())));

    private void Add(TileAssembly assembly, float[] pixels, SearchResult result)
    {
        double score = rule.Score(pixels, result), paper = ScoreRule.PaperScore(result, search.Options.Lambda);
        assembly.Add(
            tile => new ScoredTile(
                tile.Left, tile.Top, score, paper, result.Residual, result.FeatureDistance, result.ZNorm, result.Steps,
                result.Converged),
            TileRule.SmoothResidual(
                pixels, TileRule.Reference(result, search.HasEncoder), search.Spec.Channels, search.Spec.Size),
            result.Generated);
    }
}
