using AnoGan.Preparing;
using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>
/// The pictures that patches are drawn from at a time: all, if they fit into the cache together, or a window onto a
/// seeded order of epochs, which moves on by one picture every so many draws.
/// </summary>
internal sealed class PictureWindow
{
    private const int MinimumDraws = 16, MaximumDraws = 1024;

    private readonly PatchSet _set;
    private readonly EpochOrder _order;
    private readonly int _capacity;
    private readonly int _drawsPerPicture;
    private int[] _indices = [];
    private PreparedImage?[] _held = [];
    private long _moves;

    /// <summary>Sets up the window; pictures are read when the first one is picked.</summary>
    public PictureWindow(PatchSet set, ulong seed)
    {
        _set = set;
        _order = new EpochOrder(set.Count, SeededRandom.Derive(seed, "pictures"));
        _capacity = set.CountThatFits;
        _drawsPerPicture = (int)Math.Clamp(Math.Round(set.MeanPatchesOfPicture), MinimumDraws, MaximumDraws);
    }

    /// <summary>Picks one of the pictures at random, each as likely as the others.</summary>
    /// <param name="draw">Number of the draw, never less than the last time.</param>
    /// <param name="random">The source of this draw.</param>
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
        ParallelWork.For(_capacity, _set.Threads, i => held[i] = _set.Prepared(_indices[i]));
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
        _held[place] ??= _set.Prepared(next);
        _indices[place] = next;
        _moves++;
    }
}
