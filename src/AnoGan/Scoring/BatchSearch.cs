using System.Buffers.Binary;
using AnoGan.Data;
using AnoGan.Imaging;
using AnoGan.Models;
using AnoGan.Networks;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>
/// Searches images in batches of one fixed shape, so that an image's result is the same to the last bit on the CPU
/// whichever images are searched beside it, wherever it stands among them, and however many there are.
/// </summary>
public sealed class BatchSearch
{
    private readonly NetworkSpec _spec;
    private readonly ImageGenerator _generator;
    private readonly Critic _critic;
    private readonly SearchOptions _options;
    private readonly Device _device;

    /// <summary>Prepares searches with frozen networks, which stay the caller's.</summary>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="generator">G, on the device, its weights without gradients.</param>
    /// <param name="critic">D, on the device, its weights without gradients.</param>
    /// <param name="options">The search; validated here.</param>
    /// <param name="device">Where the networks are.</param>
    public BatchSearch(NetworkSpec spec, ImageGenerator generator, Critic critic, SearchOptions options, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _spec = spec;
        _generator = generator;
        _critic = critic;
        _options = options;
        _device = device;
    }

    /// <summary>The most images of one call.</summary>
    public int Capacity => _options.Batch;

    /// <summary>Searches up to <see cref="Capacity"/> images.</summary>
    /// <param name="squares">Pictures of the networks' size, at least one.</param>
    /// <param name="hashes">One hash a picture, taken from its content; the starts of its search are derived from it.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Results of <see cref="Capacity"/> rows; those after the given pictures are padding and mean nothing.</returns>
    public SearchResult Run(
        IReadOnlyList<PixelImage> squares, IReadOnlyList<ReadOnlyMemory<byte>> hashes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(squares);
        ArgumentNullException.ThrowIfNull(hashes);
        if (squares.Count < 1 || squares.Count > Capacity || squares.Count != hashes.Count)
            throw new ArgumentException($"{squares.Count} pictures with {hashes.Count} hashes for a batch of {Capacity}");

        using var scope = NewDisposeScope();
        int length = _spec.Channels * _spec.Size * _spec.Size;
        float[] images = new float[Capacity * length];
        float[] starts = new float[_options.Restarts * Capacity * _spec.Latent];
        for (int n = 0; n < squares.Count; n++)
        {
            PixelTensor.Fill(squares[n], _spec.Channels, images.AsSpan(n * length, length));
            for (int restart = 0; restart < _options.Restarts; restart++)
                DrawStart(hashes[n].Span, restart, starts.AsSpan((restart * Capacity + n) * _spec.Latent, _spec.Latent));
        }

        Tensor x = tensor(images, [Capacity, _spec.Channels, _spec.Size, _spec.Size]).to(_device);
        Tensor z = tensor(starts, [_options.Restarts, Capacity, _spec.Latent]).to(_device);
        return LatentSearch.Run(_generator, _critic, x, z, _options, cancellation);
    }

    private void DrawStart(ReadOnlySpan<byte> hash, int restart, Span<float> start)
    {
        ulong content = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        var random = new SeededRandom(SeededRandom.Derive(_options.Seed ^ content, "start", (ulong)restart));
        for (int i = 0; i < start.Length; i++)
            start[i] = (float)random.NextGaussian();
    }
}
