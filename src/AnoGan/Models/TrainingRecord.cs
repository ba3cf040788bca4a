namespace AnoGan.Models;

/// <summary>
/// What a model directory holds of its training for people to look at: the log and pictures. A model loads without
/// them, and their hashes are not kept.
/// </summary>
internal static class TrainingRecord
{
    /// <summary>What was measured, a JSON object a line.</summary>
    public const string LogName = "metrics.jsonl";

    /// <summary>The measurements over the steps, drawn.</summary>
    public const string CurvesName = "curves.svg";

    /// <summary>A sheet of training images as the networks see them.</summary>
    public const string TrainingImagesName = "training-images.png";

    /// <summary>A sheet of normal images, the defects made in them, and where these are; with a segmenter.</summary>
    public const string MadeDefectsName = "made-defects.png";

    /// <summary>
    /// The folder of sheets of generated pictures, of the same latent vectors at one step after the other.
    /// </summary>
    public const string SamplesName = "samples";

    /// <summary>
    /// The folder of sheets of held-out images with their reconstructions, at one step after the other.
    /// </summary>
    public const string ReconstructionsName = "reconstructions";

    /// <summary>All names; any may be missing.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [LogName, CurvesName, TrainingImagesName, MadeDefectsName, SamplesName, ReconstructionsName];

    /// <summary>Those that are folders.</summary>
    internal static IReadOnlyList<string> Folders { get; } = [SamplesName, ReconstructionsName];

    /// <summary>What there is to look at in a model.</summary>
    /// <param name="folder">The model directory.</param>
    /// <returns>Names, those of folders with a slash at their end.</returns>
    public static IReadOnlyList<string> PicturesOf(string folder) =>
    [
        .. new[] { CurvesName, TrainingImagesName, MadeDefectsName }
            .Where(name => File.Exists(Path.Combine(folder, name))),
        .. Folders.Where(name => Directory.Exists(Path.Combine(folder, name))).Select(name => $"{name}/"),
    ];

    /// <summary>The file name of a sheet.</summary>
    /// <param name="step">Generator steps made, at least 1.</param>
    public static string SheetName(int step) => FormattableString.Invariant($"step-{step:D6}.png");

    /// <summary>The step of a sheet.</summary>
    /// <param name="name">A file name.</param>
    /// <returns>Generator steps made; null for a file that is no sheet.</returns>
    public static int? StepOf(string name)
    {
        return name.StartsWith("step-", StringComparison.Ordinal) && name.EndsWith(".png", StringComparison.Ordinal)
            && NumberText.TryRead(name.AsSpan()[5..^4], out int step) && SheetName(step) == name
            ? step
            : null;
    }

    /// <summary>The sheets in one of the folders.</summary>
    /// <param name="folder">A model directory.</param>
    /// <param name="name"><see cref="SamplesName"/> or <see cref="ReconstructionsName"/>.</param>
    /// <returns>Their steps and paths, in the order of the steps; none where the folder is missing.</returns>
    public static IReadOnlyList<(int Step, string Path)> Sheets(string folder, string name)
    {
        string sheets = Path.Combine(folder, name);
        return !Directory.Exists(sheets)
            ? []
            : [
                .. Directory
                    .EnumerateFiles(sheets)
                    .Select(path => (Step: StepOf(Path.GetFileName(path)), path))
                    .Where(sheet => sheet.Step is not null)
                    .Select(sheet => (sheet.Step!.Value, sheet.path))
                    .OrderBy(sheet => sheet.Value),
            ];
    }

    /// <summary>Copies what is there.</summary>
    /// <param name="from">A model directory, or the folder of a training that makes one.</param>
    /// <param name="to">A folder without these names.</param>
    internal static void Copy(string from, string to)
    {
        foreach (string file in Names.Except(Folders).Where(name => File.Exists(Path.Combine(from, name))))
            File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        foreach (string folder in Folders)
        {
            foreach ((_, string path) in Sheets(from, folder))
            {
                Directory.CreateDirectory(Path.Combine(to, folder));
                File.Copy(path, Path.Combine(to, folder, Path.GetFileName(path)));
            }
        }
    }

    /// <summary>Something in one of the folders that is no sheet, and so is somebody's own.</summary>
    /// <param name="folder">A model directory.</param>
    /// <returns>Its relative path; null if there is none.</returns>
    internal static string? Foreign(string folder) =>
        Folders
            .Where(name => Directory.Exists(Path.Combine(folder, name)))
            .SelectMany(name =>
                Directory
                    .EnumerateFileSystemEntries(Path.Combine(folder, name))
                    .Where(path => StepOf(Path.GetFileName(path)) is null)
                    .Select(path => $"{name}/{Path.GetFileName(path)}"))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
}
