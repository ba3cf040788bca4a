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
    /// <param name="options">What to draw, and where.</param>
    /// <param name="ct">Stops the drawing; nothing is left behind.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="AnoGanException">
    /// An option is out of range, the folder is not empty, or it cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public static DemoSummary Write(DemoOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
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
