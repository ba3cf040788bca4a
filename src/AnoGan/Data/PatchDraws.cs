using AnoGan.Method;
using AnoGan.Preparing;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Data;

/// <summary>Random patches of random pictures; each draw has its own source of random numbers.</summary>
internal sealed class PatchDraws : ITrainingDraws
{
    private readonly PictureWindow _window;
    private readonly int _channels, _patch;
    private readonly Augmentation _augmentation;
    private readonly ulong _seed;
    private readonly float[] _cut;
    private long _draw;

    public PatchDraws(PatchSet set, Augmentation augmentation, ulong seed)
    {
        _window = new PictureWindow(set, seed);
        _channels = set.Channels;
        _patch = set.Patch;
        _augmentation = augmentation;
        _seed = seed;
        _cut = new float[_channels * _patch * _patch];
    }

    public torch.Tensor Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        float[] values = new float[count * _cut.Length];
        for (int n = 0; n < count; n++, _draw++)
            Draw(values.AsSpan(n * _cut.Length, _cut.Length));
        return torch.tensor(values, [count, _channels, _patch, _patch]);
    }

    public void Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _draw += count;
    }

    private void Draw(Span<float> destination)
    {
        var random = new SeededRandom(SeededRandom.Derive(_seed, "patch", (ulong)_draw));
        PreparedImage prepared = _window.Pick(_draw, random);
        Tile place = PatchPlace.Draw(prepared, _patch, random);
        PatchCutter.Cut(prepared.Picture, place.Left, place.Top, _patch, _channels, _cut);
        PatchTurn.Draw(_augmentation, random).Apply(_cut, _patch, destination);
    }
}
