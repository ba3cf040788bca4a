using System.Buffers.Binary;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>An image to search.</summary>
/// <param name="Image">[C, H, W] in [-1,1].</param>
/// <param name="Hash">A hash of its content, at least 8 bytes; random starts are derived from it.</param>
public sealed record SearchInput(float[] Image, ReadOnlyMemory<byte> Hash);

/// <summary>
/// Searches images from one or several starts each and keeps the best of these, in the order of the images.
/// </summary>
public sealed class ImageSearch
{
    private readonly TrainedNetworks _networks;
    private readonly Device _device;

    /// <summary>Prepares searches with frozen networks, which stay the caller's.</summary>
    /// <param name="networks">Frozen networks on the device.</param>
    /// <param name="spec">Their shapes.</param>
    /// <param name="options">The search; validated here.</param>
    /// <param name="device">Where the networks are.</param>
    public ImageSearch(TrainedNetworks networks, NetworkSpec spec, SearchOptions options, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _networks = networks;
        Spec = spec;
        Options = options;
        _device = device;
    }

    /// <summary>The networks' shapes.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The search.</summary>
    public SearchOptions Options { get; }

    /// <summary>Whether the first start of an image is the encoder's answer.</summary>
    public bool HasEncoder => _networks.Encoder is not null;

    /// <summary>Whether there is a segmenter beside the other networks.</summary>
    public bool HasSegmenter => _networks.Segmenter is not null;

    /// <summary>Gives pretrained features beside the networks; null where none are used.</summary>
    internal PretrainedFeatures? Pretrained => _networks.Pretrained;

    /// <summary>The same without steps: every image is compared with the picture of its first start.</summary>
    public ImageSearch WithoutSteps() => new(_networks, Spec, Options with { Steps = 0, Restarts = 1 }, _device);

    /// <summary>Searches images one after another.</summary>
    /// <param name="images">Any number, taken a batch at a time.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// One result an image, in the order given, its index counted from 0: that of least loss among its starts, with the
    /// steps of all of them. The start kept is the first one, the encoder's where there is an encoder.
    /// </returns>
    public IEnumerable<SearchResult> Run(IEnumerable<SearchInput> images, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Searches(images)
            .Chunk(LatentSearch.MostRows(Options, _device))
            .SelectMany(batch => LatentSearch.Run(
                _networks, Spec, Options, Array.ConvertAll(batch, search => search.Image),
                Array.ConvertAll(batch, search => search.Start), _device, cancellation))
            .Chunk(Options.Restarts)
            .Select(Best);
    }

    private IEnumerable<(float[] Image, float[]? Start)> Searches(IEnumerable<SearchInput> images)
    {
        foreach (SearchInput image in images)
        {
            for (int restart = 0; restart < Options.Restarts; restart++)
                yield return (image.Image, HasEncoder && restart == 0 ? null : DrawStart(image.Hash.Span, restart));
        }
    }

    private static SearchResult Best(SearchResult[] restarts, int image)
    {
        SearchResult best = restarts.OrderBy(r => float.IsNaN(r.Loss)).ThenBy(r => r.Loss).First();
        return best with
        {
            Index = image,
            Start = restarts[0].Start,
            StartGenerated = restarts[0].StartGenerated,
            StartDifference = restarts[0].StartDifference,
            StartLocal = restarts[0].StartLocal,
            Defects = restarts[0].Defects,
            Steps = restarts.Sum(r => r.Steps),
        };
    }

    private float[] DrawStart(ReadOnlySpan<byte> hash, int restart)
    {
        ulong content = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        var random = new SeededRandom(SeededRandom.Derive(Options.Seed ^ content, "start", (ulong)restart));
        float[] start = new float[Spec.Latent];
        for (int i = 0; i < start.Length; i++)
            start[i] = (float)random.NextGaussian();
        return start;
    }
}
