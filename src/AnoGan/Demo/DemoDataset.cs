using System.Globalization;
using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>
/// Draws grey pictures of a turned flange in the layout of MVTec AD (Bergmann et al., CVPR 2019): train/good,
/// test/good, test/DEFECT/000.png and ground_truth/DEFECT/000_mask.png. Equal options give equal pixels everywhere.
/// </summary>
internal static class DemoDataset
{
    private const string TrainGood = "train/good";
    private const string TestGood = "test/good";

    /// <summary>Draws and writes the whole set, on all cores. It appears whole or not at all.</summary>
    /// <returns>What was written.</returns>
    /// <exception cref="AnoGanException">
    /// An option is out of range, the folder is not empty, or it cannot be written.
    /// </exception>
    public static DemoSummary Write(DemoOptions options, CancellationToken ct = default)
    {
        options.Validate();
        try
        {
            using var folder = new StagedFolder(options.OutputFolder);
            List<Action> jobs = PlanPictures(options, folder.StagingPath);
            ParallelWork.For(jobs.Count, Environment.ProcessorCount, i => jobs[i](), ct);
            File.WriteAllText(Path.Combine(folder.StagingPath, "readme.txt"), DemoReadme.Text(options));
            ct.ThrowIfCancellationRequested();
            folder.Commit();
            return Summarise(options, folder.TargetPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string message = $"{options.OutputFolder}: {failure.Message}; name a folder you may write to";
            throw new AnoGanException(message, failure);
        }
    }

    private static List<Action> PlanPictures(DemoOptions options, string root)
    {
        var jobs = new List<Action>();
        (string, int)[] normals = [(TrainGood, options.TrainCount), (TestGood, options.TestGoodCount)];
        foreach ((string folder, int count) in normals)
        {
            for (int i = 0; i < count; i++)
            {
                int index = i;
                jobs.Add(() => Save(root, folder, index, "", DemoPicture.Normal(options, folder, index).Image));
            }
        }

        foreach (DefectKind kind in DefectKind.All)
        {
            for (int i = 0; i < options.PerDefectCount; i++)
            {
                int index = i;
                jobs.Add(() => SaveDefective(options, root, kind, index));
            }
        }

        return jobs;
    }

    private static void SaveDefective(DemoOptions options, string root, DefectKind kind, int index)
    {
        string folder = $"test/{kind.Name}";
        DemoPicture picture = DemoPicture.Defective(options, folder, index, kind);
        Save(root, folder, index, "", picture.Image);
        Save(root, $"ground_truth/{kind.Name}", index, "_mask", picture.Mask!);
    }

    private static void Save(string root, string folder, int index, string suffix, PixelImage image)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{index:D3}{suffix}.png");
        ImageCodec.WritePng(Path.Combine(root, folder, name), image);
    }

    private static DemoSummary Summarise(DemoOptions options, string path)
    {
        int perDefect = options.PerDefectCount;
        List<DemoFolder> folders = [new(TrainGood, options.TrainCount), new(TestGood, options.TestGoodCount)];
        folders.AddRange(DefectKind.All.Select(kind => new DemoFolder($"test/{kind.Name}", perDefect)));
        folders.AddRange(DefectKind.All.Select(kind => new DemoFolder($"ground_truth/{kind.Name}", perDefect)));
        return new DemoSummary(path, [.. folders.Where(folder => folder.Count > 0)]);
    }
}

/// <summary>What <see cref="DemoDataset.Write"/> wrote.</summary>
/// <param name="OutputFolder">Full path of the folder.</param>
/// <param name="Folders">The folders in it and their pictures, normal ones first; empty folders are not made.</param>
internal sealed record DemoSummary(string OutputFolder, IReadOnlyList<DemoFolder> Folders);

/// <summary>One folder of the demo data.</summary>
/// <param name="Name">Path below the output folder with forward slashes, such as "test/scratch".</param>
internal sealed record DemoFolder(string Name, int Count);

/// <summary>The text that lies beside the pictures and says how to draw them again.</summary>
internal static class DemoReadme
{
    /// <summary>The text for a set of options; the folder's name is left out, so that equal sets are equal.</summary>
    public static string Text(DemoOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Synthetic pictures of a turned flange with six bolt holes, drawn by `anogan demo-data`.
        Layout as in MVTec AD: train/good, test/good, test/DEFECT and ground_truth/DEFECT (masks, 0 or 255).
        A mask contains the pixels that the defect changed by at least {DemoPicture.MaskThreshold} of 255 levels.

        size           {options.Size}
        train count    {options.TrainCount}
        test good      {options.TestGoodCount}
        per defect     {options.PerDefectCount}
        defect scale   {options.DefectScale}
        light turned   {options.LightTurn}
        seed           {options.Seed}

        """).ReplaceLineEndings("\n");
}
