using System.Security.Cryptography;
using AnoGan.Method;
using TorchSharp;

namespace AnoGan.Models;

/// <summary>Which pretrained network a model compares pictures with.</summary>
/// <param name="Network">resnet18, or the path of an ONNX file.</param>
/// <param name="Hash">SHA-256 of the file in lower-case hexadecimal.</param>
/// <param name="Size">Side of the pictures that it sees, in pixels.</param>
public sealed record PretrainedSetup(string Network, string Hash, int Size)
{
    /// <summary>The network that comes with the program.</summary>
    public const string ResNet18 = "resnet18";

    /// <summary>In place of a network: none, or as the pictures are.</summary>
    internal const string None = "none", Auto = "auto";

    /// <summary>Smallest, usual and largest <see cref="Size"/>; it is a multiple of <see cref="SizeStep"/>.</summary>
    /// <remarks>Of smaller pictures the deeper features have fewer than 6×6 places.</remarks>
    public const int MinSize = 96, UsualSize = 256, MaxSize = 1024, SizeStep = 16;

    /// <summary>Refuses what no training can have been given.</summary>
    /// <exception cref="AnoGanException">The value found and what was expected.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Network) || Hash is not { Length: 64 } || !Hash.All(char.IsAsciiHexDigitLower))
            throw AnoGanException.Of(nameof(TrainingSetup.Pretrained), ": found no name or hash of a network, expected "
                + "both");
        new NumberRange(MinSize, MaxSize) { Step = SizeStep }.Check("FeatureSize", Size);
    }

    /// <summary>Its file, which the packages put beside the program.</summary>
    internal string Path => PathOf(Network);

    /// <summary>Reads the network.</summary>
    /// <param name="device">Where it is to be; null for the CPU.</param>
    /// <exception cref="AnoGanException">
    /// The file is missing, another one than when the model was trained, or no network of the right kind.
    /// </exception>
    internal PretrainedFeatures Load(torch.Device? device = null)
    {
        byte[] file = Read(Path);
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != Hash)
            throw new AnoGanException($"{Path}: not the weights that the model was trained with (their SHA-256 began "
                + $"with {Hash[..12]}); put these there again, or train the model again");
        PretrainedFeatures features = FeaturesOf(Path, file, Size, isTried: Network == ResNet18);
        features.MoveTo(device ?? torch.CPU);
        return features;
    }

    /// <summary>Looks for a network.</summary>
    /// <param name="network">resnet18, or the path of an ONNX file.</param>
    /// <param name="size">Side of the pictures that it is to see, in pixels.</param>
    /// <exception cref="AnoGanException">The file is missing, or no network of the right kind.</exception>
    internal static PretrainedSetup Find(string network, int size)
    {
        if (network != ResNet18)
            network = System.IO.Path.GetFullPath(network);
        byte[] file = Read(PathOf(network));
        FeaturesOf(PathOf(network), file, size, isTried: false).Dispose();
        return new PretrainedSetup(network, Convert.ToHexStringLower(SHA256.HashData(file)), size);
    }

    private static string PathOf(string network) =>
        network == ResNet18 ? System.IO.Path.Combine(AppContext.BaseDirectory, ResNet18 + ".onnx") : network;

    private static byte[] Read(string path) => File.Exists(path)
        ? ModelFile.ReadAllBytes(path, OnnxFile.MostBytes)
        : throw new AnoGanException($"{path}: missing, and the features of its network are to be compared; put the "
            + "file there again, or train with --features none");

    private static PretrainedFeatures FeaturesOf(string path, byte[] file, int size, bool isTried)
    {
        PretrainedGraph graph = OnnxFile.Read(path, file);
        try
        {
            return new PretrainedFeatures(PretrainedNetwork.From(graph, isTried), size);
        }
        catch (FormatException e)
        {
            throw new AnoGanException($"{path}: found {e.Message}, expected an ONNX file of a residual network such as "
                + "a ResNet-18; name another one with --features", e);
        }
    }
}
