namespace AnoGan.Method;

/// <summary>
/// Everything that fixes the shapes of generator and critic; stored in the model beside the weights.
/// </summary>
/// <param name="Size">Height and width of the images in pixels: a multiple of 4 from 8 to 256.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Latent">Length of the latent vector z, 1 to 1024.</param>
/// <param name="Width">
/// Channels of the critic's first convolution: a multiple of 16 up to 512; deeper levels double it, up to eight times.
/// Other counts are refused, because the CPU convolutions of libtorch 2.10 then read uninitialised memory: a stray NaN
/// in it spoils the result.
/// </param>
public sealed record NetworkSpec(
    [property: NumberRange(NetworkSpec.MinSize, NetworkSpec.MaxSize, Step = 4, Words = NetworkSpec.Sizes)] int Size,
    [property: NumberRange(1, 3, Step = 2, Words = NetworkSpec.ChannelCounts)] int Channels,
    [property: NumberRange(1, NetworkSpec.MaxLatent)] int Latent,
    [property: NumberRange(NetworkSpec.WidthUnit, NetworkSpec.MaxWidth, Step = NetworkSpec.WidthUnit)] int Width)
{
    /// <summary>
    /// Side of every square convolution kernel, as in the reference WGAN-GP networks for 28×28 digits.
    /// </summary>
    public const int Kernel = 5;

    /// <summary><see cref="Width"/> is a multiple of this.</summary>
    public const int WidthUnit = 16;

    /// <summary>The most weights of a network, 1 GB of them.</summary>
    public const long MaxWeights = 250_000_000;

    /// <summary>Smallest and largest allowed <see cref="Size"/> in pixels.</summary>
    public const int MinSize = 8, MaxSize = 256;

    /// <summary>The largest allowed <see cref="Latent"/> and <see cref="Width"/>.</summary>
    internal const int MaxLatent = 1024, MaxWidth = 512;

    /// <summary>The allowed sizes and numbers of channels, in words.</summary>
    internal const string Sizes = "a multiple of 4 from 8 to 256, such as 28, 32, 64, 128 or 256",
        ChannelCounts = "1 (grey) or 3 (RGB)";

    /// <summary>
    /// Side of the feature maps from the image inwards: halved, rounded up, until it is at most 4.
    /// 28 gives 28, 14, 7, 4; 64 gives 64, 32, 16, 8, 4.
    /// </summary>
    public IReadOnlyList<int> Sides
    {
        get
        {
            var sides = new List<int> { Size };
            while (sides[^1] > 4)
                sides.Add((sides[^1] + 1) / 2);
            return sides;
        }
    }

    /// <summary>Channels of the feature maps from the image inwards, one for each of <see cref="Sides"/>.</summary>
    public IReadOnlyList<int> ChannelsBySide =>
        [.. Sides.Select((_, level) => level == 0 ? Channels : Width << Math.Min(level - 1, 3))];

    /// <summary>Numbers in the critic's last feature map, for one image.</summary>
    public int FeatureLength => ChannelsBySide[^1] * Sides[^1] * Sides[^1];

    /// <summary>
    /// The convolution of the critic, counted from 1 at the image, whose feature map says where an image differs from
    /// normal ones: the second, whose side is a quarter of the image's. Networks of 8 pixels have but one.
    /// </summary>
    internal int LocalLevel => Math.Min(2, Sides.Count - 1);

    /// <summary>Side of that feature map.</summary>
    internal int LocalSide => Sides[LocalLevel];

    /// <summary>Its channels.</summary>
    internal int LocalChannels => ChannelsBySide[LocalLevel];

    /// <summary>Weights of the larger of the two networks.</summary>
    public long WeightCount
    {
        get
        {
            IReadOnlyList<int> channels = ChannelsBySide;
            long convolutions = 0;
            for (int level = 1; level < channels.Count; level++)
                convolutions += (long)channels[level - 1] * channels[level] * Kernel * Kernel;
            return convolutions + (long)FeatureLength * (Latent + 1);
        }
    }

    /// <summary>Refuses what the networks cannot be built for.</summary>
    /// <exception cref="AnoGanException">A number is outside its range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        if (WeightCount > MaxWeights)
            throw AnoGanException.Of(nameof(Width), $" {Width}: {WeightCount / 1_000_000} million weights at {Size} "
                + $"pixels, expected at most {MaxWeights / 1_000_000} million; choose a smaller one");
    }
}
