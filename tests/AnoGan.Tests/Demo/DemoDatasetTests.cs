using AnoGan.Demo;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Demo;

public sealed class DemoDatasetTests : IDisposable
{
    private static readonly EnumerationOptions HiddenToo = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_the_layout_of_MVTec()
    {
        DemoSummary summary = Write(Small("washers"));

        Assert.Equal(
            [
                "ground_truth/chip/000_mask.png", "ground_truth/chip/001_mask.png",
                "ground_truth/missing_hole/000_mask.png", "ground_truth/missing_hole/001_mask.png",
                "ground_truth/scratch/000_mask.png", "ground_truth/scratch/001_mask.png",
                "ground_truth/stain/000_mask.png", "ground_truth/stain/001_mask.png",
                "readme.txt",
                "test/chip/000.png", "test/chip/001.png",
                "test/good/000.png",
                "test/missing_hole/000.png", "test/missing_hole/001.png",
                "test/scratch/000.png", "test/scratch/001.png",
                "test/stain/000.png", "test/stain/001.png",
                "train/good/000.png", "train/good/001.png", "train/good/002.png",
            ],
            Files("washers").Keys);
        Assert.Equal(_temp["washers"], summary.OutputFolder);
        Assert.Contains(new DemoFolder("train/good", 3), summary.Folders);
        Assert.Contains(new DemoFolder("test/good", 1), summary.Folders);
        Assert.Contains(new DemoFolder("test/missing_hole", 2), summary.Folders);
        Assert.Contains(new DemoFolder("ground_truth/scratch", 2), summary.Folders);
        Assert.Equal(20, summary.Folders.Sum(folder => folder.Count));
    }

    [Fact]
    public void Same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        Write(Small("first"));
        Write(Small("again"));
        Write(Small("other") with { Seed = 2 });

        Assert.Equal(Files("first"), Files("again"));
        Assert.All(Files("first"), file => Assert.NotEqual(file.Value, Files("other")[file.Key]));
    }

    [Fact]
    public void Picture_does_not_depend_on_how_many_there_are()
    {
        Write(Small("few"));
        Write(Small("more") with { TrainCount = 5, TestGoodCount = 4, PerDefectCount = 3 });

        SortedDictionary<string, string> more = Files("more");
        IEnumerable<string> pictures = Files("few").Keys.Where(name => name != "readme.txt");
        Assert.All(pictures, name => Assert.Equal(Files("few")[name], more[name]));
    }

    [Fact]
    public void Writes_the_mask_beside_the_picture_it_belongs_to()
    {
        DemoOptions options = Small("washers");
        DefectKind chip = DefectKind.All.Single(kind => kind.Name == "chip");
        DemoPicture expected = DemoPicture.Defective(options, "test/chip", 1, chip);
        ImageCodec.WritePng(_temp["picture.png"], expected.Image);
        ImageCodec.WritePng(_temp["mask.png"], expected.Mask!);

        Write(options);

        Assert.Equal(
            File.ReadAllBytes(_temp["picture.png"]),
            File.ReadAllBytes(_temp["washers/test/chip/001.png"]));
        Assert.Equal(
            File.ReadAllBytes(_temp["mask.png"]),
            File.ReadAllBytes(_temp["washers/ground_truth/chip/001_mask.png"]));
    }

    [Fact]
    public void Makes_no_folders_for_pictures_not_wanted()
    {
        Write(Small("washers") with { TestGoodCount = 0, PerDefectCount = 0 });

        string[] expected = ["readme.txt", "train/good/000.png", "train/good/001.png", "train/good/002.png"];
        Assert.Equal(expected, Files("washers").Keys);
    }

    [Fact]
    public void Refuses_a_folder_that_is_not_empty()
    {
        Directory.CreateDirectory(_temp["mine"]);
        File.WriteAllText(_temp["mine/notes.txt"], "keep");

        var refusal = Assert.Throws<AnoGanException>(() => Write(Small("mine")));

        string expected = $"{_temp["mine"]}: the folder is not empty; name a new one, or empty it first";
        Assert.Equal(expected, refusal.Message);
        Assert.Equal(["notes.txt"], Files("mine").Keys);
    }

    [Fact]
    public void Refuses_a_folder_below_a_file()
    {
        File.WriteAllText(_temp["mine"], "keep");

        var refusal = Assert.Throws<AnoGanException>(() => Write(Small("mine/washers")));

        Assert.StartsWith(Path.Combine(_temp.Path, "mine/washers"), refusal.Message, StringComparison.Ordinal);
        Assert.Equal([_temp["mine"]], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Writes_nothing_when_stopped_before_the_start()
    {
        Assert.ThrowsAny<OperationCanceledException>(() =>
            DemoDataset.Write(Small("a/b"), new CancellationToken(true)));

        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Leaves_nothing_behind_when_stopped_halfway()
    {
        using var stop = new CancellationTokenSource();
        var stopper = new Thread(() => StopAtFirstPicture(stop)) { IsBackground = true };

        // So many pictures take minutes.
        stopper.Start();
        Assert.ThrowsAny<OperationCanceledException>(
            () => DemoDataset.Write(Small("a/b") with { TrainCount = 100_000 }, stop.Token));
        stop.Cancel();
        stopper.Join();

        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    // A thread of its own: the pool is busy drawing.
    private void StopAtFirstPicture(CancellationTokenSource stop)
    {
        while (!stop.IsCancellationRequested && !Directory.EnumerateFiles(_temp.Path, "*.png", HiddenToo).Any())
            Thread.Sleep(1);
        stop.Cancel();
    }

    private static DemoSummary Write(DemoOptions options) =>
        DemoDataset.Write(options, TestContext.Current.CancellationToken);

    private DemoOptions Small(string folder) => new()
    {
        OutputFolder = Path.Combine(_temp.Path, folder),
        Size = 32,
        TrainCount = 3,
        TestGoodCount = 1,
        PerDefectCount = 2,
    };

    // Path below the folder -> content.
    private SortedDictionary<string, string> Files(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(_temp[folder], "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(_temp[folder], path).Replace('\\', '/');
            files.Add(name, Convert.ToBase64String(File.ReadAllBytes(path)));
        }

        return files;
    }
}
