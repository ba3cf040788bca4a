using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Import;

/// <summary>
/// IDX files to a folder of PNG: LABEL/INDEX.png, where the index is the image's place in the file with at least five
/// digits. It needs no libtorch, and equal files and options give equal folders.
/// </summary>
internal static class IdxImport
{
    // One label is one byte, so all names that an import can contain are known.
    private static readonly FolderKind Kind = new(
        IdxImportManifest.FileName, IdxImportManifest.FormatName,
        [IdxImportManifest.FileName, .. Enumerable.Range(0, 256).Select(label => FolderOf((byte)label))]);

    /// <summary>
    /// Checks the options, the place and both files, and says what would be written, without writing.
    /// </summary>
    /// <exception cref="AnoGanException">A value, a file, or the place of the folder will not do.</exception>
    public static IdxImportManifest Plan(IdxImportOptions options) => Prepare(options).Manifest;

    /// <summary>Writes the folder, on all cores. It appears whole or not at all.</summary>
    /// <param name="progress">Receives how many pictures are written, of how many, from any thread.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="AnoGanException">A value, a file, or the place of the folder will not do.</exception>
    public static IdxImportManifest Write(
        IdxImportOptions options, Action<int, int>? progress = null, CancellationToken ct = default)
    {
        (IdxImportManifest manifest, IdxFile images, IdxFile labels, int[] chosen) = Prepare(options);
        try
        {
            using var folder = new StagedFolder(options.OutputFolder, options.Overwrite ? Kind : null);
            int written = 0;
            ParallelWork.For(chosen.Length, Environment.ProcessorCount, i =>
            {
                Save(folder.StagingPath, images, chosen[i], labels.Item(chosen[i])[0]);
                progress?.Invoke(Interlocked.Increment(ref written), chosen.Length);
            }, ct);
            using (FileStream stream = File.Create(Path.Combine(folder.StagingPath, IdxImportManifest.FileName)))
                JsonSerializer.Serialize(stream, manifest, IdxImportJson.Default.IdxImportManifest);
            ct.ThrowIfCancellationRequested();
            folder.Commit();
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{options.OutputFolder}: cannot be written ({e.Message}); free space or name "
                + "another folder", e);
        }
    }

    private static (IdxImportManifest Manifest, IdxFile Images, IdxFile Labels, int[] Chosen) Prepare(
        IdxImportOptions options)
    {
        options.Validate();
        KeptApart.CheckHoldsNot(
            nameof(options.OutputFolder), options.OutputFolder, "the file of images", options.ImagesFile);
        KeptApart.CheckHoldsNot(
            nameof(options.OutputFolder), options.OutputFolder, "the file of labels", options.LabelsFile);
        StagedFolder.CheckTarget(options.OutputFolder, options.Overwrite ? Kind : null);
        IdxFile labels = IdxFile.ReadLabels(options.LabelsFile);
        CheckLabels(labels, options.Only);
        IdxFile images = IdxFile.ReadImages(options.ImagesFile);
        if (images.Count != labels.Count)
            throw new AnoGanException($"{options.LabelsFile}: found {labels.Count} labels, expected {images.Count}, "
                + $"one for each image of {options.ImagesFile}; name files that belong together");

        int[] chosen = IdxSelection.Choose(labels.Values.Span, options.Only, options.Limit);
        var counts = chosen
            .GroupBy(i => labels.Item(i)[0])
            .OrderBy(group => group.Key)
            .ToDictionary(group => FolderOf(group.Key), group => group.Count());
        var manifest = new IdxImportManifest
        {
            Images = Source(images),
            Labels = Source(labels),
            ImagesInFile = images.Count,
            Width = images.Sizes[2],
            Height = images.Sizes[1],
            Limit = options.Limit,
            Counts = counts,
        };
        return (manifest, images, labels, chosen);
    }

    private static void CheckLabels(IdxFile labels, IReadOnlyCollection<byte>? only)
    {
        int[] counts = IdxSelection.Count(labels.Values.Span);
        foreach (byte wanted in only ?? [])
        {
            if (counts[wanted] == 0)
                throw AnoGanException.Of(nameof(IdxImportOptions.Only), $" {wanted}: found no such label in "
                    + $"{labels.Path}, expected one of "
                    + $"{string.Join(", ", Enumerable.Range(0, counts.Length).Where(label => counts[label] > 0))}; "
                    + "leave it out");
        }
    }

    private static IdxImportSource Source(IdxFile file) => new(Path.GetFileName(file.Path), file.Hash);

    private static void Save(string root, IdxFile images, int index, byte label)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{index:D5}.png");
        var picture = new PixelImage(images.Sizes[2], images.Sizes[1], 1, 8, images.Item(index).ToArray());
        ImageCodec.WritePng(Path.Combine(root, FolderOf(label), name), picture);
    }

    private static string FolderOf(byte label) => label.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What import.json says: where the pictures beside it came from, and which were taken.</summary>
internal sealed record IdxImportManifest
{
    /// <summary>The file's name in an imported folder.</summary>
    public const string FileName = "import.json";

    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "anogan-import";

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Version of the folder's layout and meaning.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>The file of images.</summary>
    public required IdxImportSource Images { get; init; }

    /// <summary>The file of labels.</summary>
    public required IdxImportSource Labels { get; init; }

    /// <summary>Images in the file, taken or not.</summary>
    public required int ImagesInFile { get; init; }

    /// <summary>Width of every picture in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of every picture in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The limit on all pictures together, or null.</summary>
    public int? Limit { get; init; }

    /// <summary>Pictures in each class folder, by its name.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }
}

/// <summary>A file that was imported.</summary>
/// <param name="File">Its name, without the path to it.</param>
/// <param name="Sha256">SHA-256 of the file as it lay on the disk, in lower-case hexadecimal.</param>
internal sealed record IdxImportSource(string File, string Sha256);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(IdxImportManifest))]
internal sealed partial class IdxImportJson : JsonSerializerContext;
