namespace AnoGan.Data;

/// <summary>Knows by the names of its folders a data set of which normal images are only a part.</summary>
internal static class DataSetLayout
{
    private static readonly string[]
        Training = ["train", "training"],
        Normal = ["good", "normal"],
        Mixed = ["test", "testing", "ground_truth", "ground-truth", "groundtruth", "gt", "mask", "masks"],
        Parts = [.. Training, .. Mixed, "val", "valid", "validation"];

    /// <summary>
    /// Refuses folders of a data set: one for tests or masks beside anything else, two for parts of it, or one for
    /// normal images beside others. Where all images lie in one folder, that one is looked into.
    /// </summary>
    /// <exception cref="AnoGanException">It looks like one: names the folder that was probably meant.</exception>
    public static void Refuse(string folder, IReadOnlyList<ImageFile> files)
    {
        string prefix = "";
        string[] names = NamesIn(files, prefix);
        while (names is [{ Length: > 0 } only])
            names = NamesIn(files, prefix += $"{only}/");
        if (!IsDataSet(names))
            return;

        string[] found = [.. names.Where(name => name.Length > 0).Select(name => prefix + name)];
        bool isArchive = files[0].Archived is not null;
        string meant = Meant(files, prefix) is { } part
            ? isArchive ? $"pack {part} alone" : $"name {Path.Combine(folder, part)}"
            : $"{(isArchive ? "pack" : "name")} the folder of normal images alone";
        throw new AnoGanException($"{folder}: looks like a whole data set ({PathList.First(found)}), expected normal "
            + $"images only; {meant}, or give --all-folders if all are normal");
    }

    private static bool IsDataSet(string[] names) =>
        (names.Length > 1 && names.Any(name => Is(name, Mixed)))
        || names.Count(name => Is(name, Parts)) > 1
        || (names.Any(name => Is(name, Normal)) && names.Count(name => name.Length > 0) > 1);

    // train/good before train, and good where there is no train.
    private static string? Meant(IReadOnlyList<ImageFile> files, string prefix)
    {
        string start = prefix;
        foreach (string[] wanted in (string[][])[Training, Normal])
        {
            if (NamesIn(files, prefix).FirstOrDefault(name => Is(name, wanted)) is { } name)
                prefix += $"{name}/";
        }

        return prefix == start ? null : prefix.TrimEnd('/');
    }

    // The folders directly below, and "" for images that lie beside them.
    private static string[] NamesIn(IReadOnlyList<ImageFile> files, string prefix) =>
    [
        .. files.Select(file => file.RelativePath).Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(path => path[prefix.Length..])
            .Select(path => path[..Math.Max(path.IndexOf('/', StringComparison.Ordinal), 0)])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static bool Is(string name, string[] names) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
