using AnoGan.Models;

namespace AnoGan.Method;

/// <summary>In which metric an image is compared with normal ones: that of the spread of normal images.</summary>
/// <param name="Features">Of the critic's normalised features of the image.</param>
/// <param name="Neighbours">Normal images, by their whitened coordinates in that metric.</param>
/// <param name="Difference">Of the difference between those of the image and those of its reconstruction.</param>
/// <param name="Latent">Of the latent vector.</param>
public sealed record NormalMetric(
    Whitening Features, NormalNeighbours Neighbours, Whitening Difference, Whitening Latent)
{
    private const string FeaturesName = "features",
        NeighboursName = "neighbours",
        DifferenceName = "difference",
        LatentName = "latent";

    /// <summary>Of the texture of patches; null where the networks see whole pictures.</summary>
    public NormalTexture? Texture { get; init; }

    /// <summary>Writes the metric.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    public void Write(string path) =>
        Safetensors.Write(
            path,
            new Dictionary<string, NamedArray>([
                .. Features.ToArrays(FeaturesName), new(NeighboursName, Neighbours.ToArray()),
                .. Difference.ToArrays(DifferenceName), .. Latent.ToArrays(LatentName), .. Texture?.ToArrays() ?? [],
            ]));

    /// <summary>Reads a metric.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">The networks that it belongs to.</param>
    /// <exception cref="AnoGanException">The file is missing, damaged, or belongs to other networks.</exception>
    public static NormalMetric Read(string path, NetworkSpec spec) => Read(path, ModelFile.ReadAllBytes(path), spec);

    /// <summary>Reads a metric that is in memory.</summary>
    /// <param name="path">Where it came from, for messages.</param>
    /// <param name="file">Its content.</param>
    /// <param name="spec">The networks that it belongs to.</param>
    internal static NormalMetric Read(string path, byte[] file, NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        IReadOnlyDictionary<string, NamedArray> arrays = Safetensors.Read(path, file);
        var features = Whitening.From(arrays, FeaturesName, spec.FeatureLength, path);
        return new NormalMetric(
            features,
            NormalNeighbours.From(arrays, NeighboursName, features.Components, path),
            Whitening.From(arrays, DifferenceName, spec.FeatureLength, path),
            Whitening.From(arrays, LatentName, spec.Latent, path))
        {
            Texture = NormalTexture.From(arrays, path),
        };
    }
}
