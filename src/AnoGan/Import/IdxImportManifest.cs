namespace AnoGan.Import;

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
