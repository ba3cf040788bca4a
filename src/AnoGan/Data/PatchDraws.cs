using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Data;

/// <summary>
/// Random patches of random pictures, small pictures as often as large ones, each from a place drawn evenly over its
/// picture (<see cref="PatchPlace"/>) and varied as the augmentation says. Each draw has its own source of random
/// numbers, so that neither the number of threads nor the size of a cache that all pictures fit into changes a patch.
/// </summary>
internal sealed class PatchDraws : ITrainingDraws
{
    private readonly PictureWindow _window;
    private readonly int _channels, _patch;
    private readonly Augmentation _augmentation;
    private readonly ulong _seed;
    private readonly float[] _cut;
    private long _draw;

    public PatchDraws(ImageSet set, Augmentation augmentation, ulong seed)
    {
        _window = new PictureWindow(set, seed);
        _channels = set.Channels;
        _patch = set.Size;
        _augmentation = augmentation;
        _seed = seed;
        _cut = new float[_channels * _patch * _patch];
    }

    /// <inheritdoc/>
    public torch.Tensor Next(int count)
    {
        float[] values = new float[count * _cut.Length];
        for (int n = 0; n < count; n++, _draw++)
            Draw(values.AsSpan(n * _cut.Length, _cut.Length));
        return torch.tensor(values, [count, _channels, _patch, _patch]);
    }

    /// <inheritdoc/>
    public void Skip(long count) => _draw += count;

    private void Draw(Span<float> destination)
    {
        var random = new SeededRandom(SeededRandom.Derive(_seed, "patch", (ulong)_draw));
        PreparedImage prepared = _window.Pick(_draw, random);
        Tile place = PatchPlace.Draw(prepared, _patch, random);
        PatchCutter.Cut(prepared.Picture, place.Left, place.Top, _patch, _channels, _cut);
        PatchTurn.Draw(_augmentation, random).Apply(_cut, _patch, destination);
    }
}

/// <summary>
/// The pictures that patches are drawn from at a time: all, if they fit into the cache together, or a window onto a
/// seeded order of epochs, which moves on by one picture after as many draws as patches lie side by side in an average
/// picture (but 16 to 1024). Each sequence of draws has a window of its own.
/// </summary>
internal sealed class PictureWindow
{
    private const int MinimumDraws = 16, MaximumDraws = 1024;

    private readonly ImageSet _set;
    private readonly EpochOrder _order;
    private readonly int _capacity;
    private readonly int _drawsPerPicture;
    private int[] _indices = [];
    private PreparedImage?[] _held = [];
    private long _moves;

    public PictureWindow(ImageSet set, ulong seed)
    {
        _set = set;
        _order = new EpochOrder(set.Count, SeededRandom.Derive(seed, "pictures"));
        _capacity = set.CountThatFits;
        _drawsPerPicture = (int)Math.Clamp(Math.Round(set.MeanPatchesOfPicture), MinimumDraws, MaximumDraws);
    }

    /// <summary>Picks one of the pictures at random, each as likely as the others.</summary>
    public PreparedImage Pick(long draw, SeededRandom random)
    {
        if (_held.Length == 0)
            Fill(draw);
        while (_moves < MovesBefore(draw))
            Move();

        return _held[random.NextInt32(_capacity)]!;
    }

    private long MovesBefore(long draw) => _capacity < _set.Count ? draw / _drawsPerPicture : 0;

    // A sequence that begins further on fills the window with what it would hold by then.
    private void Fill(long draw)
    {
        _indices = _capacity == _set.Count ? [.. Enumerable.Range(0, _capacity)] : _order.Next(_capacity);
        for (; _moves < MovesBefore(draw); _moves++)
            _indices[(int)(_moves % _capacity)] = _order.Next(1)[0];
        var held = new PreparedImage?[_capacity];
        ParallelWork.For(_capacity, _set.Threads, i => held[i] = _set.Picture(_indices[i]));
        _held = held;
    }

    private void Move()
    {
        int place = (int)(_moves % _capacity);
        int next = _order.Next(1)[0];
        int same = Array.IndexOf(_indices, next);

        // The oldest goes first: memory is for one window, not for a window and a picture.
        PreparedImage? again = same < 0 ? null : _held[same];
        _held[place] = again;
        _held[place] ??= _set.Picture(next);
        _indices[place] = next;
        _moves++;
    }
}

/// <summary>Where a random patch of a picture lies.</summary>
internal static class PatchPlace
{
    private const int Tries = 20;
    private const double WantedShare = 0.5;

    /// <summary>
    /// Draws places until one shows at least half of its pixels on the object; of twenty that do not, the first with
    /// the most. Places are drawn evenly over the picture and a quarter of a patch beyond its borders, and moved back
    /// inside: tiles that end exactly at a border are a large part of those that cover a picture, but would hardly ever
    /// be drawn.
    /// </summary>
    public static Tile Draw(PreparedImage prepared, int patch, SeededRandom random)
    {
        PixelImage picture = prepared.Picture;
        Tile best = default;
        double bestShare = -1;
        for (int i = 0; i < Tries && bestShare < WantedShare; i++)
        {
            int left = Along(picture.Width, patch, random), top = Along(picture.Height, patch, random);
            double share = PatchCutter.ForegroundShare(
                prepared.Foreground, picture.Width, picture.Height, left, top, patch);
            if (share > bestShare)
                (best, bestShare) = (new Tile(left, top), share);
        }

        return best;
    }

    /// <summary>
    /// One of several tiles of a picture that are spread evenly over it from a random first one; where it shows less
    /// than half of its pixels on the object, the next that does, or the best of twenty.
    /// </summary>
    public static Tile OfGrid(PreparedImage prepared, TileGrid grid, int place, int count, SeededRandom random)
    {
        long first = random.NextInt32(grid.Count) + (long)place * Math.Max(grid.Count / count, 1);
        Tile best = default;
        double bestShare = -1;
        for (int i = 0; i < Math.Min(Tries, grid.Count) && bestShare < WantedShare; i++)
        {
            Tile tile = grid[(int)((first + i) % grid.Count)];
            double share = PatchCutter.ForegroundShare(
                prepared.Foreground, grid.Width, grid.Height, tile.Left, tile.Top, grid.Patch);
            if (share > bestShare)
                (best, bestShare) = (tile, share);
        }

        return best;
    }

    private static int Along(int side, int patch, SeededRandom random)
    {
        int last = Math.Max(side - patch, 0), beyond = last == 0 ? 0 : patch / 4;
        return Math.Clamp(random.NextInt32(last + 1 + 2 * beyond) - beyond, 0, last);
    }
}
