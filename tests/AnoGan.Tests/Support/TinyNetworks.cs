using AnoGan.Method;
using TorchSharp;

namespace AnoGan.Tests.Support;

/// <summary>Networks of the least size, with seeded weights.</summary>
internal static class TinyNetworks
{
    public static readonly NetworkSpec Spec = new(8, 1, 4, 16);

    public static ImageGenerator Generator(NetworkSpec spec, ulong seed = 1)
    {
        using var random = new torch.Generator(seed);
        return new ImageGenerator(spec, random);
    }

    public static Critic Critic(NetworkSpec spec, ulong seed = 1)
    {
        using var random = new torch.Generator(seed);
        return new Critic(spec, random);
    }

    public static Encoder Encoder(NetworkSpec spec, ulong seed = 1)
    {
        using var random = new torch.Generator(seed);
        return new Encoder(spec, random);
    }

    /// <summary>All networks, frozen as they are for scoring.</summary>
    public static TrainedNetworks Frozen(NetworkSpec spec, ulong seed = 1, bool hasEncoder = false)
    {
        using var random = new torch.Generator(seed);
        var networks = TrainedNetworks.Create(spec, random);
        if (hasEncoder)
            networks = networks with { Encoder = Encoder(spec, seed + 100) };
        networks.Freeze();
        return networks;
    }
}
