using System.Security.Cryptography;
using System.Text.Json;
using AnoGan.Method;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Models;

/// <summary>A model on disk: model.json and safetensors files, which appear together or not at all.</summary>
public static class ModelDirectory
{
    /// <summary>The manifest's file name.</summary>
    public const string ManifestName = "model.json";

    private const string GeneratorName = "generator.safetensors";
    private const string AverageName = "generator-average.safetensors";
    private const string CriticName = "critic.safetensors";
    private const string EncoderName = "encoder.safetensors";
    private const string SegmenterName = "segmenter.safetensors";
    private const string MetricName = "normal-metric.safetensors";

    /// <summary>What may be replaced by a model.</summary>
    internal static readonly FolderKind Kind = new(
        ManifestName, ModelManifest.FormatName,
        [ManifestName, GeneratorName, AverageName, CriticName, EncoderName, SegmenterName, MetricName,
            .. TrainingRecord.Names])
    {
        ForeignInside = TrainingRecord.Foreign,
    };

    /// <summary>Writes a model to a temporary folder, reads it back, and renames it.</summary>
    /// <param name="folder">Where the model is to be; see <see cref="StagedFolder"/> for what may stand there.</param>
    /// <param name="manifest">Everything but <see cref="ModelManifest.Files"/>, which is filled in.</param>
    /// <param name="networks">The networks, on the CPU.</param>
    /// <param name="metric">In which metric images are compared with normal ones.</param>
    /// <param name="replace">Whether a model that stands there is replaced once the new one is whole.</param>
    /// <param name="staging">Where to write it before; null for a hidden folder beside it.</param>
    /// <param name="record">
    /// A folder whose <see cref="TrainingRecord"/> is put beside the weights; null for none.
    /// </param>
    /// <returns>The manifest as it was written.</returns>
    /// <exception cref="AnoGanException">
    /// The folder cannot be written, or what was written does not read back.
    /// </exception>
    public static ModelManifest Save(
        string folder, ModelManifest manifest, TrainedNetworks networks, NormalMetric metric, bool replace = false,
        string? staging = null, string? record = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(metric);
        try
        {
            if (staging is not null && Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
            FolderKind? replaceable = replace ? Kind : null;
            using StagedFolder staged = staging is null
                ? new StagedFolder(folder, replaceable)
                : new StagedFolder(folder, replaceable, staging);
            string path = staged.StagingPath;
            if (record is not null)
                TrainingRecord.Copy(record, path);
            Safetensors.Write(Path.Combine(path, GeneratorName), networks.Generator);
            Safetensors.Write(Path.Combine(path, AverageName), networks.Average);
            Safetensors.Write(Path.Combine(path, CriticName), networks.Critic);
            if (networks.Encoder is { } encoder)
                Safetensors.Write(Path.Combine(path, EncoderName), encoder);
            if (networks.Segmenter is { } segmenter)
                Safetensors.Write(Path.Combine(path, SegmenterName), segmenter);
            MetricFile.Write(Path.Combine(path, MetricName), metric);

            string[] names = FilesOf(networks.Encoder is not null, networks.Segmenter is not null);
            manifest = manifest with
            {
                Files = names.ToDictionary(name => name, name => ModelFile.HashOf(Path.Combine(path, name))),
            };
            using (var stream = new FileStream(Path.Combine(path, ManifestName), FileMode.CreateNew))
            {
                JsonSerializer.Serialize(stream, manifest, ModelJson.Manifest);
                stream.Flush(flushToDisk: true);
            }

            Load(path).Dispose();
            staged.Commit();
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{folder}: the model cannot be written ({e.Message}); free space or name "
                + "another folder", e);
        }
    }

    /// <summary>Whether a folder contains the manifest of a model; needs no libtorch.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    public static bool IsThere(string folder) => File.Exists(Path.Combine(folder, ManifestName));

    /// <summary>Refuses a folder that is no model directory; needs no libtorch.</summary>
    /// <param name="folder">The model directory.</param>
    /// <returns>The path of its manifest.</returns>
    /// <exception cref="AnoGanException">The folder or its manifest is missing.</exception>
    public static string RequireManifest(string folder)
    {
        string path = Path.Combine(folder, ManifestName);
        if (File.Exists(path))
            return path;
        string found = Directory.Exists(folder) ? $"no {ManifestName} in it"
            : File.Exists(folder) ? "a file"
            : "no such folder";
        throw new AnoGanException($"{folder}: {found}, expected a model directory; make one with `anogan train IMAGES "
            + $"--model {folder}`");
    }

    /// <summary>Reads a model and checks every file against its hash.</summary>
    /// <param name="folder">The model directory.</param>
    /// <exception cref="AnoGanException">
    /// It is missing, of another version, or a file is missing, changed or cut.
    /// </exception>
    public static TrainedModel Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string manifestPath = RequireManifest(folder);
        (ModelManifest manifest, byte[] json) = ManifestReader.Read(manifestPath);
        bool hasEncoder = HasEncoder(manifest);

        // By far the largest file, of which the others know nothing.
        Task<PretrainedFeatures>? loading = manifest.Setup.Pretrained is { } pretrained
            ? Task.Run(() => pretrained.Load())
            : null;
        TrainedNetworks? networks = null;
        try
        {
            foreach (string name in FilesOf(hasEncoder, HasSegmenter(manifest)))
                CheckHash(Path.Combine(folder, name), manifest.Files.GetValueOrDefault(name));
            CheckLength(Path.Combine(folder, GeneratorName), manifest.Setup.Network);

            using var random = new torch.Generator(0);
            networks = TrainedNetworks.Create(manifest.Setup.Network, random);
            Fill(GeneratorName, networks.Generator);
            Fill(AverageName, networks.Average);
            Fill(CriticName, networks.Critic);
            if (hasEncoder)
            {
                networks = networks with { Encoder = new Encoder(manifest.Setup.Network, random) };
                Fill(EncoderName, networks.Encoder);
            }

            if (HasSegmenter(manifest))
            {
                networks = networks with { Segmenter = new Segmenter(manifest.Setup.Network, random) };
                Fill(SegmenterName, networks.Segmenter);
            }

            networks.Freeze();
            string metricPath = Path.Combine(folder, MetricName);
            NormalMetric metric = MetricFile.Read(
                metricPath, Checked(metricPath, manifest.Files[MetricName]), manifest.Setup.Network);
            if (loading is not null)
            {
                networks = networks with { Pretrained = loading.GetAwaiter().GetResult() };
                if (metric.Pretrained?.Length != networks.Pretrained.Length)
                    throw new AnoGanException($"{metricPath}: no points of {networks.Pretrained.Length} pretrained "
                        + "features, expected them in a model with --features; restore the file from a copy, or train "
                        + "the model again");
            }

            if ((metric.Added?.Groups.Count ?? 0) != manifest.Calibration.Added.Sum(added => added.Hashes.Count))
                throw new AnoGanException($"{metricPath}: other added images than {ManifestName} tells of, expected "
                    + "the same; restore both files from a copy");
            if (manifest.Setup.Tiles is not null && metric.Texture is null)
                throw new AnoGanException($"{metricPath}: no metric of texture, expected one in a model of patches; "
                    + "restore the file from a copy, or train the model again");
            return new TrainedModel(manifest, networks, metric, Convert.ToHexStringLower(SHA256.HashData(json)));
        }
        catch
        {
            networks?.Dispose();

            // Not to be under way in libtorch while the program ends.
            if (networks?.Pretrained is null && loading is not null)
                loading.ContinueWith(
                    loaded => (loaded.IsCompletedSuccessfully ? loaded.Result : null)?.Dispose(),
                    TaskScheduler.Default).Wait();
            throw;
        }

        void Fill(string name, torch.nn.Module network)
        {
            string path = Path.Combine(folder, name);
            Safetensors.ReadInto(path, Checked(path, manifest.Files[name]), network);
        }
    }

    /// <summary>Whether the model that a manifest describes has an encoder.</summary>
    internal static bool HasEncoder(ModelManifest manifest) => manifest.Files.ContainsKey(EncoderName);

    /// <summary>Whether the model that a manifest describes has a segmenter.</summary>
    internal static bool HasSegmenter(ModelManifest manifest) => manifest.Files.ContainsKey(SegmenterName);

    /// <summary>The files that a model must have beside its manifest.</summary>
    internal static string[] FilesOf(bool hasEncoder, bool hasSegmenter) =>
    [
        GeneratorName, AverageName, CriticName,
        .. (IEnumerable<string>)(hasEncoder ? [EncoderName] : []),
        .. (IEnumerable<string>)(hasSegmenter ? [SegmenterName] : []),
        MetricName,
    ];

    private static void CheckHash(string path, string? expected)
    {
        if (ModelFile.HashOf(path) != expected)
            throw Changed(path);
    }

    // The file is hashed again as it was read, for it may have changed since it was checked.
    private static byte[] Checked(string path, string expected)
    {
        byte[] file = ModelFile.ReadAllBytes(path);
        return Convert.ToHexStringLower(SHA256.HashData(file)) == expected ? file : throw Changed(path);
    }

    internal static AnoGanException Changed(string path) =>
        new($"{path}: changed since the model was written (its SHA-256 is not the one in {ManifestName}); restore it "
            + "from a copy, or train the model again");

    // Before networks are built: a manifest alone must not make this program take gigabytes.
    private static void CheckLength(string generator, NetworkSpec spec)
    {
        long least = spec.WeightCount * sizeof(float);
        long length = ModelFile.LengthOf(generator);
        if (length < least)
            throw new AnoGanException($"{generator}: found {length} bytes, expected at least {least} for a generator "
                + $"of {spec.Size} pixels and width {spec.Width}; restore it from a copy, or train the model again");
    }
}

/// <summary>A model ready for scoring; disposing it disposes the networks.</summary>
/// <param name="Manifest">What model.json says.</param>
/// <param name="Networks">The networks, frozen; the generator that scoring uses is the average.</param>
/// <param name="Metric">In which metric images are compared with normal ones.</param>
/// <param name="Hash">SHA-256 of model.json in lower-case hexadecimal; it covers the hashes of the weights.</param>
public sealed record TrainedModel(ModelManifest Manifest, TrainedNetworks Networks, NormalMetric Metric, string Hash)
    : IDisposable
{
    /// <summary>Moves all networks.</summary>
    /// <param name="device">Where to.</param>
    public void MoveTo(torch.Device device) => Networks.MoveTo(device);

    /// <inheritdoc/>
    public void Dispose() => Networks.Dispose();
}
