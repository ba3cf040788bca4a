using System.Buffers.Binary;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Method;

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

    /// <summary>The same without steps: every image is compared with the picture of its first start.</summary>
    public ImageSearch WithoutSteps() => new(_networks, Spec, Options with { Steps = 0, Restarts = 1 }, _device);

    /// <summary>Searches images one after another.</summary>
    /// <param name="images">Any number, taken as the search goes on.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// One result an image, in the order given, its index counted from 0: that of least loss among its starts, with the
    /// steps of all of them. The start kept is the first one, the encoder's where there is an encoder.
    /// </returns>
    public IEnumerable<SearchResult> Run(IEnumerable<SearchInput> images, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var waiting = new Dictionary<int, List<(int Restart, SearchResult Result)>>();
        int next = 0;
        foreach (
            SearchResult result in LatentSearch.Run(_networks, Spec, Options, Tasks(images), _device, cancellation))
        {
            (int image, int restart) = Math.DivRem(result.Index, Options.Restarts);
            if (!waiting.TryGetValue(image, out List<(int Restart, SearchResult Result)>? results))
                waiting[image] = results = [];
            results.Add((restart, result));
            while (
                waiting.TryGetValue(next, out List<(int Restart, SearchResult Result)>? done)
                && done.Count == Options.Restarts)
            {
                waiting.Remove(next);
                yield return Best(next++, [.. done.OrderBy(d => d.Restart).Select(d => d.Result)]);
            }
        }
    }

    private static SearchResult Best(int image, SearchResult[] restarts)
    {
        SearchResult best = restarts.OrderBy(r => float.IsNaN(r.Loss)).ThenBy(r => r.Loss).First();
        return best with
        {
            Index = image,
            Start = restarts[0].Start,
            StartGenerated = restarts[0].StartGenerated,
            StartDifference = restarts[0].StartDifference,
            Steps = restarts.Sum(r => r.Steps),
        };
    }

    private IEnumerable<SearchTask> Tasks(IEnumerable<SearchInput> images)
    {
        int index = 0;
        foreach (SearchInput image in images)
        {
            for (int restart = 0; restart < Options.Restarts; restart++)
                yield return new SearchTask(
                    index++, image.Image, HasEncoder && restart == 0 ? null : DrawStart(image.Hash.Span, restart));
        }
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
